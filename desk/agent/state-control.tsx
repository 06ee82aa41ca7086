import { DownOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { SparedMark } from '../parts/spared-mark.tsx'
import { StateMark, stateStyle } from '../parts/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import { contactOf } from '../state/centre-view.ts'
import { useReasonWord } from '../parts/use-reason-word.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'

/** The agent's state with its running time; pressing it offers the states one can choose. */
export function StateControl() {
  const { view, tenant, me, acts } = useDesk()
  const words = useWords(agentWords)
  const { language } = useTaste()
  const reasonWord = useReasonWord(tenant)
  const { state, since } = shownState(me, contactOf(view, me))
  const items = [
    { key: 'ready', label: words.act.goReady, onClick: acts.goReady },
    {
      key: 'notReady',
      type: 'group' as const,
      label: words.chooseReason,
      children: tenant.notReadyReasons.map(({ id, name }) => ({
        key: id,
        label: name[language],
        onClick: () => acts.goNotReady(id),
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
        aria-label={words.changeState}
      >
        <StateMark state={state} />
        <SparedMark agent={me} />
        {shown !== undefined && <span className="soft cut">{shown}</span>}
        <strong>
          <Elapsed since={since} />
        </strong>
        {after !== undefined && <span className="small soft cut">{words.afterwards(after)}</span>}
        <DownOutlined aria-hidden className="small soft" />
      </button>
    </Dropdown>
  )
}
