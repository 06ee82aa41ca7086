import { DownOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import { Elapsed } from '../components/elapsed.tsx'
import { SparedMark, StateMark, stateStyle, useReasonWord } from '../components/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import { contactOf } from '../state/centre-view.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

/** The agent's state with its running time; pressing it offers the states one can choose. */
export function StateControl() {
  const { view, tenant, me, actions } = useDesk()
  const messages = useMessages(agentMessages)
  const { language } = usePreferences()
  const reasonWord = useReasonWord(tenant)
  const { state, since } = shownState(me, contactOf(view, me))
  const items = [
    { key: 'ready', label: messages.action.goReady, onClick: actions.goReady },
    {
      key: 'notReady',
      type: 'group' as const,
      label: messages.chooseReason,
      children: tenant.notReadyReasons.map(({ id, name }) => ({
        key: id,
        label: name[language],
        onClick: () => actions.goNotReady(id),
      })),
    },
  ]
  const shown = state === 'notReady' ? reasonWord(me.reason) : undefined
  const after = me.afterwards === undefined ? undefined : reasonWord(me.afterwards)
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button
        type="button"
        className="plain state-control"
        style={stateStyle(state)}
        aria-label={messages.changeState}
      >
        <StateMark state={state} />
        <SparedMark agent={me} />
        {shown !== undefined && <span className="soft cut">{shown}</span>}
        <strong>
          <Elapsed since={since} />
        </strong>
        {after !== undefined && (
          <span className="small soft cut">{messages.afterwards(after)}</span>
        )}
        <DownOutlined aria-hidden className="small soft" />
      </button>
    </Dropdown>
  )
}
