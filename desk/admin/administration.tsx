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
import { useWords } from '../look/taste.tsx'
import { Brand } from '../parts/brand.tsx'
import { ListState } from '../parts/list-state.tsx'
import { TasteControls } from '../parts/taste-controls.tsx'
import { useFetched } from '../parts/use-fetched.ts'
import { sharedWords } from '../words/shared-words.ts'
import type { Administering } from './administering.ts'
import { adminWords } from './admin-words.ts'
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

const places = [
  ...(['people', 'skills', 'queues', 'policy', 'hotlines', 'flows'] as const),
  ...(['trunks', 'outbound', 'system'] as const),
]
type Place = (typeof places)[number]

const icons: Record<Place, ReactNode> = {
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

const placeIn = (hash: string): Place => places.find((place) => `#${place}` === hash) ?? 'people'

/** The place is the address's fragment: it can be linked to, and Back works. */
function usePlace(): Place {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => placeIn(location.hash),
  )
}

type Props = {
  readonly person: string
  readonly administering: Administering
  readonly logOut: () => void
}

/** The administrator's page: a place at the left, its table at the right. */
export function Administration({ person, administering, logOut }: Props) {
  const words = useWords(adminWords)
  const shared = useWords(sharedWords)
  const place = usePlace()
  return (
    <div className="admin">
      <header className="admin-head">
        <Brand />
        <span className="soft">{words.title}</span>
        <span className="head-end">
          <TasteControls />
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
        items={places.map((key) => ({ key, icon: icons[key], label: words.places[key] }))}
      />
      <main>
        <h1>{words.places[place]}</h1>
        <p className="soft about">{words.about[place]}</p>
        {place === 'system' && <SystemPanel administering={administering} />}
        {place === 'policy' && <PolicyPanel administering={administering} />}
        {place === 'outbound' && <RulesPanel administering={administering} />}
        {isOfTenant(place) && <TenantPlace place={place} administering={administering} />}
      </main>
    </div>
  )
}

/** A place that shows a part of the tenant. */
type TenantPlaceName = Exclude<Place, 'system' | 'policy' | 'outbound'>
const isOfTenant = (place: Place): place is TenantPlaceName =>
  place !== 'system' && place !== 'policy' && place !== 'outbound'

type PlaceProps = {
  readonly place: TenantPlaceName
  readonly administering: Administering
}

function TenantPlace({ place, administering }: PlaceProps) {
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
  TenantPlaceName,
  (tenant: Tenant, administering: Administering, refresh: () => void) => ReactNode
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
