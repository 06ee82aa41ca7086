import { CheckOutlined, PauseOutlined, PhoneFilled, RollbackOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import type { CSSProperties, ReactNode } from 'react'
import { useTaste, useWords } from '../look/taste.tsx'
import { cssColour, type StateColour } from '../look/tokens.ts'
import { type ObviousAct, obviousAct } from '../state/scene.ts'
import { agentWords } from './agent-words.ts'
import { ConsultActs } from './consult-acts.tsx'
import { type Acts, type Desk, useDesk } from './desk-context.ts'
import type { Draft } from './draft.ts'
import type { MiddleProps } from './middle-card.tsx'
import { TalkActs } from './talk-acts.tsx'
import { useSettled } from './use-settled.ts'

/** The acts of the moment: others left, the obvious one always at the right end. */
export function ActBar(props: MiddleProps) {
  const { scene } = useDesk()
  return (
    <footer className="act-bar">
      <span className="other-acts">
        {scene.show === 'talking' && <TalkActs picker={props.picker} setPicker={props.setPicker} />}
        {scene.show === 'consulting' && <ConsultActs />}
      </span>
      <ObviousButton draft={props.draft} />
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
  reconnect: { colour: 'talking', icon: <RollbackOutlined />, key: 'B' },
  finish: { colour: 'wrapUp', icon: <CheckOutlined /> },
}

function ObviousButton({ draft: [draft] }: Pick<MiddleProps, 'draft'>) {
  const desk = useDesk()
  const words = useWords(agentWords)
  const act = obviousAct(desk.scene, desk.me)
  const settled = useSettled(act)
  if (act === 'pickUp') return <strong className="pick-up pulse">{words.act.pickUp}</strong>
  const { colour, icon, key } = faces[act]
  const needsDisposition = act === 'finish' && draft.disposition === ''
  const possible = !needsDisposition && isWithinReach(act, desk)
  const look = [colour && 'coloured', possible && 'possible'].filter(Boolean).join(' ')
  const button = (
    <Button
      className={`obvious ${look}`}
      style={colour && ({ '--state': cssColour(colour) } as CSSProperties)}
      icon={icon}
      disabled={!possible || !settled}
      onClick={() => doAct(act, desk.acts, draft)}
    >
      {words.act[act]}
      {key !== undefined && <kbd>Alt {key}</kbd>}
    </Button>
  )
  if (act === 'goNotReady') return <ReasonMenu>{button}</ReasonMenu>
  return <Tooltip title={needsDisposition ? words.needDisposition : undefined}>{button}</Tooltip>
}

/** Not ready has a reason: the button opens the choice of them. */
function ReasonMenu({ children }: { readonly children: ReactNode }) {
  const { tenant, acts } = useDesk()
  const { language } = useTaste()
  const items = tenant.notReadyReasons.map(({ id, name }) => ({
    key: id,
    label: name[language],
    onClick: () => acts.goNotReady(id),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="top">
      {children}
    </Dropdown>
  )
}

/** A softphone holds its own line to the edge: it answers and ends without the centre. */
const isWithinReach = (act: ObviousAct, { view, phone }: Desk) =>
  view.link.state === 'linked' ||
  (phone.kind === 'softphone' && (act === 'end' || act === 'answer'))

function doAct(act: Exclude<ObviousAct, 'pickUp'>, acts: Acts, draft: Draft) {
  if (act === 'finish') acts.finish(draft.disposition, draft.note)
  else if (act !== 'goNotReady') acts[act]()
}
