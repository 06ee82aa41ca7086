import {
  AudioMutedOutlined,
  AudioOutlined,
  CheckOutlined,
  PauseOutlined,
  PhoneFilled,
  PlayCircleOutlined,
} from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { useWords } from '../look/taste.tsx'
import { cssColour, type StateColour } from '../look/tokens.ts'
import { hasSettled, type ObviousAct, obviousAct } from '../state/scene.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'
import type { MiddleProps } from './middle-card.tsx'
import { TransferPicker } from './transfer-picker.tsx'

/** The acts of the moment: others left, the obvious one always at the right end. */
export function ActBar(props: MiddleProps) {
  const { scene } = useDesk()
  return (
    <footer className="act-bar">
      <span className="other-acts">
        {scene.show === 'talking' && (
          <TalkActs transferOpen={props.transferOpen} setTransferOpen={props.setTransferOpen} />
        )}
      </span>
      <ObviousButton draft={props.draft} changedAt={props.changedAt} />
    </footer>
  )
}

type Face = {
  readonly colour?: StateColour
  readonly icon?: ReactNode
  readonly key?: string
}

const hangUpIcon = <PhoneFilled rotate={225} />
const faces: Record<ObviousAct, Face> = {
  goReady: { colour: 'ready', icon: <CheckOutlined />, key: 'R' },
  goNotReady: { icon: <PauseOutlined />, key: 'R' },
  answer: { colour: 'ready', icon: <PhoneFilled />, key: 'A' },
  pickUp: { icon: <PhoneFilled /> },
  end: { colour: 'over', icon: hangUpIcon, key: 'E' },
  finish: { colour: 'wrapUp', icon: <CheckOutlined /> },
}

function ObviousButton({ draft: [draft], changedAt }: Pick<MiddleProps, 'draft' | 'changedAt'>) {
  const { view, tenant, me, scene, phone, acts } = useDesk()
  const words = useWords(agentWords)
  const act = obviousAct(scene, me)
  const face = faces[act]
  if (act === 'pickUp') return <strong className="pick-up pulse">{words.act.pickUp}</strong>
  const needsDisposition = act === 'finish' && draft.disposition === ''
  // A softphone holds its own line to the edge: it answers and ends without the centre.
  const local = phone.kind === 'softphone' && (act === 'end' || act === 'answer')
  const press: Record<Exclude<ObviousAct, 'pickUp'>, () => void> = {
    goReady: acts.goReady,
    goNotReady: () => acts.goNotReady(tenant.notReadyReasons[0]?.id ?? 'break'),
    answer: acts.answer,
    end: acts.end,
    finish: () => acts.finish(draft.disposition, draft.note),
  }
  return (
    <Tooltip title={needsDisposition ? words.needDisposition : undefined}>
      <Button
        className={face.colour === undefined ? 'obvious' : 'obvious coloured'}
        style={face.colour && ({ '--state': cssColour(face.colour) } as CSSProperties)}
        icon={face.icon}
        disabled={needsDisposition || (view.link.state !== 'linked' && !local)}
        onClick={() => {
          if (hasSettled(changedAt.current, Date.now())) press[act]()
        }}
      >
        {words.act[act]}
        {face.key !== undefined && <kbd>Alt {face.key}</kbd>}
      </Button>
    </Tooltip>
  )
}

type TalkProps = Pick<MiddleProps, 'transferOpen' | 'setTransferOpen'>

function TalkActs({ transferOpen, setTransferOpen }: TalkProps) {
  const { view, scene, phone, acts } = useDesk()
  const words = useWords(agentWords).act
  const [keypadOpen, setKeypadOpen] = useState(false)
  const contact = scene.show === 'talking' ? scene.contact : undefined
  const held = contact?.held === true
  const muted = phone.muted || contact?.muted === true
  const unlinked = view.link.state !== 'linked'
  return (
    <>
      <Button
        icon={held ? <PlayCircleOutlined /> : <PauseOutlined />}
        aria-pressed={held}
        disabled={unlinked}
        title="Alt+H"
        onClick={acts.holdOrResume}
      >
        {held ? words.resume : words.hold}
      </Button>
      <Button
        icon={muted ? <AudioMutedOutlined /> : <AudioOutlined />}
        aria-pressed={muted}
        disabled={unlinked && phone.kind === 'own'}
        title="Alt+M"
        onClick={acts.muteOrUnmute}
      >
        {muted ? words.unmute : words.mute}
      </Button>
      <Keypad open={keypadOpen} setOpen={setKeypadOpen} disabled={unlinked} />
      <TransferPicker open={transferOpen} setOpen={setTransferOpen} disabled={unlinked} />
    </>
  )
}
