import { CheckOutlined, PauseOutlined, PhoneFilled, RollbackOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import { misclickGuardMs, type PrimaryAction, primaryAction } from '../state/call-view.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { cssColour, type StateColour } from '../theme/tokens.ts'
import { agentMessages } from './agent-messages.ts'
import { ConsultActions } from './consult-actions.tsx'
import { type Desk, type DeskActions, useDesk } from './desk-context.ts'
import type { MiddleProps } from './middle-card.tsx'
import { TalkActions } from './talk-actions.tsx'
import type { WrapUpDraft } from './wrap-up-draft.ts'

/** The actions of the moment: others left, the primary one always at the right end. */
export function ActionBar(props: MiddleProps) {
  const { callView } = useDesk()
  return (
    <footer className="action-bar">
      <span className="other-actions">
        {callView.show === 'talking' && (
          <TalkActions picker={props.picker} setPicker={props.setPicker} />
        )}
        {callView.show === 'consulting' && <ConsultActions />}
      </span>
      <PrimaryButton draft={props.draft} />
    </footer>
  )
}

type ActionFace = {
  readonly colour?: StateColour
  readonly icon?: ReactNode
  readonly key?: string
}

const hangUpIcon = <PhoneFilled rotate={225} />
const faces: Record<PrimaryAction, ActionFace> = {
  goReady: { colour: 'ready', icon: <CheckOutlined />, key: 'R' },
  goNotReady: { icon: <PauseOutlined />, key: 'R' },
  answer: { colour: 'ready', icon: <PhoneFilled />, key: 'A' },
  pickUp: { icon: <PhoneFilled /> },
  end: { colour: 'over', icon: hangUpIcon, key: 'E' },
  reconnect: { colour: 'talking', icon: <RollbackOutlined />, key: 'B' },
  finish: { colour: 'wrapUp', icon: <CheckOutlined /> },
}

function PrimaryButton({ draft: [draft] }: Pick<MiddleProps, 'draft'>) {
  const desk = useDesk()
  const messages = useMessages(agentMessages)
  const action = primaryAction(desk.callView, desk.me)
  const settled = useMisclickGuard(action)
  if (action === 'pickUp')
    return <strong className="pick-up pulse">{messages.action.pickUp}</strong>
  const { colour, icon, key } = faces[action]
  const needsDisposition = action === 'finish' && draft.disposition === ''
  const possible = !needsDisposition && isWithinReach(action, desk)
  const look = [colour && 'coloured', possible && 'possible'].filter(Boolean).join(' ')
  const button = (
    <Button
      className={`primary ${look}`}
      style={colour && ({ '--state': cssColour(colour) } as CSSProperties)}
      icon={icon}
      disabled={!possible || !settled}
      onClick={() => doAction(action, desk.actions, draft)}
    >
      {messages.action[action]}
      {key !== undefined && <kbd>Alt {key}</kbd>}
    </Button>
  )
  if (action === 'goNotReady') return <ReasonMenu>{button}</ReasonMenu>
  return <Tooltip title={needsDisposition ? messages.needDisposition : undefined}>{button}</Tooltip>
}

/** Not ready has a reason: the button opens the choice of them. */
function ReasonMenu({ children }: { readonly children: ReactNode }) {
  const { tenant, actions } = useDesk()
  const { language } = usePreferences()
  const items = tenant.notReadyReasons.map(({ id, name }) => ({
    key: id,
    label: name[language],
    onClick: () => actions.goNotReady(id),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="top">
      {children}
    </Dropdown>
  )
}

/** A softphone holds its own line to the edge: it answers and ends without the centre. */
const isWithinReach = (action: PrimaryAction, { view, phone }: Desk) =>
  view.link.state === 'linked' ||
  (phone.kind === 'softphone' && (action === 'end' || action === 'answer'))

function doAction(
  action: Exclude<PrimaryAction, 'pickUp'>,
  actions: DeskActions,
  draft: WrapUpDraft,
) {
  if (action === 'finish') actions.finish(draft.disposition, draft.note)
  else if (action !== 'goNotReady') actions[action]()
}

/** False for a moment after `what` has changed. */
function useMisclickGuard(what: string): boolean {
  const [settled, setSettled] = useState(what)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(what), misclickGuardMs)
    return () => clearTimeout(timer)
  }, [what])
  return settled === what
}
