import { KeyOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { Brand } from '../components/brand.tsx'
import { LinkBadge } from '../components/link-badge.tsx'
import { PreferenceControls } from '../components/preference-controls.tsx'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'
import { PhoneBadge } from './phone-badge.tsx'
import { StateControl } from './state-control.tsx'

/** Always in sight: the state, the queues, the link, the phone, and who sits here. */
export function HeadBar({ onHelp }: { readonly onHelp: () => void }) {
  const { view, me, actions } = useDesk()
  const { language } = usePreferences()
  const messages = useMessages(agentMessages)
  const queues = view.queues.filter((queue) => me.queues.includes(queue.id))
  const names = queues.map((queue) => queue.name[language]).join(language === 'zh' ? '、' : ', ')
  const items = [
    { key: 'help', icon: <KeyOutlined />, label: messages.shortcutsShort, onClick: onHelp },
    { key: 'logOff', icon: <LogoutOutlined />, label: messages.logOff, onClick: actions.logOff },
  ]
  return (
    <header className="head-bar">
      <Brand />
      <StateControl />
      <span className="my-queues cut soft" title={messages.myQueues}>
        {names === '' ? messages.noQueues : names}
      </span>
      <span className="head-end">
        <LinkBadge link={view.link} />
        <PhoneBadge />
        <PreferenceControls />
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
