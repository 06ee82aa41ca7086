import { KeyOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTaste, useWords } from '../look/taste.tsx'
import { Brand } from '../parts/brand.tsx'
import { LinkBadge } from '../parts/link-badge.tsx'
import { TasteControls } from '../parts/taste-controls.tsx'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { PhoneBadge } from './phone-badge.tsx'
import { StateControl } from './state-control.tsx'

/** Always in sight: the state, the queues, the link, the phone, and who sits here. */
export function HeadBar({ onHelp }: { readonly onHelp: () => void }) {
  const { view, me, acts } = useDesk()
  const { language } = useTaste()
  const words = useWords(agentWords)
  const queues = view.queues.filter((queue) => me.queues.includes(queue.id))
  const names = queues.map((queue) => queue.name[language]).join(language === 'zh' ? '、' : ', ')
  const items = [
    { key: 'help', icon: <KeyOutlined />, label: words.shortcutsShort, onClick: onHelp },
    { key: 'logOff', icon: <LogoutOutlined />, label: words.logOff, onClick: acts.logOff },
  ]
  return (
    <header className="head-bar">
      <Brand />
      <StateControl />
      <span className="my-queues cut soft" title={words.myQueues}>
        {names === '' ? words.noQueues : names}
      </span>
      <span className="head-end">
        <LinkBadge link={view.link} />
        <PhoneBadge />
        <TasteControls />
        <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
          <Button type="text" size="small" icon={<UserOutlined />} className="person">
            <span className="person-name">{me.name}</span>
            <span className="soft">{me.id}</span>
          </Button>
        </Dropdown>
      </span>
    </header>
  )
}
