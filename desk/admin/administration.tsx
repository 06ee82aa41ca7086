import {
  ApartmentOutlined,
  ApiOutlined,
  BranchesOutlined,
  GlobalOutlined,
  HddOutlined,
  LogoutOutlined,
  PhoneOutlined,
  StarOutlined,
  TeamOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { Button, Menu, Skeleton } from 'antd'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Tenant } from '../../core/tenant.ts'
import { Brand } from '../components/brand.tsx'
import { ListState } from '../components/list-state.tsx'
import { PreferenceControls } from '../components/preference-controls.tsx'
import { useFetched } from '../components/use-fetched.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { adminMessages } from './admin-messages.ts'
import './admin.css'
import { FlowList } from './flow-list.tsx'
import { HotlineTable } from './hotline-table.tsx'
import { PeopleTable } from './people-table.tsx'
import { PolicyPanel } from './policy-panel.tsx'
import { QueueTable } from './queue-table.tsx'
import { SkillTable } from './skill-table.tsx'
import { SystemPanel } from './system-panel.tsx'
import { RulesPanel } from './trunks/rules-panel.tsx'
import { TrunkPanel } from './trunks/trunk-panel.tsx'

const sections = [
  ...(['people', 'skills', 'queues', 'policy', 'hotlines', 'flows'] as const),
  ...(['trunks', 'outbound', 'system'] as const),
]
type AdminSection = (typeof sections)[number]

const icons: Record<AdminSection, ReactNode> = {
  people: <TeamOutlined />,
  skills: <StarOutlined />,
  queues: <UnorderedListOutlined />,
  policy: <BranchesOutlined />,
  hotlines: <PhoneOutlined />,
  flows: <ApartmentOutlined />,
  trunks: <ApiOutlined />,
  outbound: <GlobalOutlined />,
  system: <HddOutlined />,
}

const sectionIn = (hash: string): AdminSection =>
  sections.find((place) => `#${place}` === hash) ?? 'people'

/** The place is the address's fragment: it can be linked to, and Back works. */
function useSection(): AdminSection {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => sectionIn(location.hash),
  )
}

type AdministrationProps = {
  readonly person: string
  readonly administering: AdminApi
  readonly logOut: () => void
}

/** The administrator's page: a place at the left, its table at the right. */
export function Administration({ person, administering, logOut }: AdministrationProps) {
  const messages = useMessages(adminMessages)
  const shared = useMessages(sharedMessages)
  const place = useSection()
  return (
    <div className="admin">
      <header className="admin-head">
        <Brand />
        <span className="soft">{messages.title}</span>
        <span className="head-end">
          <PreferenceControls />
          <span>{person}</span>
          <Button
            type="text"
            size="small"
            icon={<LogoutOutlined />}
            title={shared.login.logOut}
            aria-label={shared.login.logOut}
            onClick={logOut}
          />
        </span>
      </header>
      <Menu
        className="admin-menu"
        mode="inline"
        selectedKeys={[place]}
        onSelect={({ key }) => (location.hash = key)}
        items={sections.map((key) => ({ key, icon: icons[key], label: messages.places[key] }))}
      />
      <main>
        <h1>{messages.places[place]}</h1>
        <p className="soft about">{messages.about[place]}</p>
        {place === 'system' && <SystemPanel administering={administering} />}
        {place === 'policy' && <PolicyPanel administering={administering} />}
        {place === 'outbound' && <RulesPanel administering={administering} />}
        {isOfTenant(place) && <TenantSection place={place} administering={administering} />}
      </main>
    </div>
  )
}

/** A place that shows a part of the tenant. */
type TenantSectionName = Exclude<AdminSection, 'system' | 'policy' | 'outbound'>
const isOfTenant = (place: AdminSection): place is TenantSectionName =>
  place !== 'system' && place !== 'policy' && place !== 'outbound'

type TenantSectionProps = {
  readonly place: TenantSectionName
  readonly administering: AdminApi
}

function TenantSection({ place, administering }: TenantSectionProps) {
  const [tenant, retry] = useFetched('tenant', administering.tenant)
  if (tenant.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 8 }} />
  if (tenant.is === 'refused')
    return (
      <ListState list={tenant} empty="" retry={retry}>
        {() => null}
      </ListState>
    )
  return tables[place](tenant.value, administering, retry)
}

const tables: Record<
  TenantSectionName,
  (tenant: Tenant, administering: AdminApi, refresh: () => void) => ReactNode
> = {
  people: (tenant, administering, refresh) => (
    <PeopleTable tenant={tenant} administering={administering} refresh={refresh} />
  ),
  skills: (tenant, administering, refresh) => (
    <SkillTable tenant={tenant} administering={administering} refresh={refresh} />
  ),
  queues: (tenant) => <QueueTable tenant={tenant} />,
  hotlines: (tenant) => <HotlineTable tenant={tenant} />,
  flows: (tenant) => <FlowList tenant={tenant} />,
  trunks: (tenant, administering) => <TrunkPanel tenant={tenant} administering={administering} />,
}
