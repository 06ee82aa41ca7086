import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Radio, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import type { Tenant } from '../../../core/tenant.ts'
import type { ShownTrunking, TrunkingDraft, TrunkStates } from '../../../core/trunking.ts'
import { ListState } from '../../components/list-state.tsx'
import { useFetched } from '../../components/use-fetched.ts'
import {
  draftOfTrunking,
  type ShownTrunk,
  withoutTrunk,
  withTrunk,
} from '../../state/trunking-draft.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import type { AdminApi } from '../admin-api.ts'
import { TrunkDrawer } from './trunk-drawer.tsx'
import { trunkMessages } from './trunk-messages.ts'
import { TrunkTable } from './trunk-table.tsx'
import { useTrunkingSave } from './use-trunking-save.ts'
import './trunks.css'

type TrunkPanelProps = { readonly tenant: Tenant; readonly administering: AdminApi }

/** The ways to the public network and to other exchanges. */
export function TrunkPanel({ tenant, administering }: TrunkPanelProps) {
  const [trunking, refresh] = useFetched('trunking', administering.trunking)
  if (trunking.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 6 }} />
  if (trunking.is === 'refused')
    return (
      <ListState list={trunking} empty="" retry={refresh}>
        {() => null}
      </ListState>
    )
  return <Trunks trunking={trunking.value} {...{ tenant, administering, refresh }} />
}

type TrunksProps = TrunkPanelProps & {
  readonly trunking: ShownTrunking
  readonly refresh: () => void
}

function Trunks({ trunking, tenant, administering, refresh }: TrunksProps) {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  const { modal } = App.useApp()
  const states = useTrunkStates(administering)
  const [edited, setEdited] = useState<ShownTrunk | 'new'>()
  const { busy, faults, save, forget } = useTrunkingSave(administering, refresh)
  const close = () => {
    forget()
    setEdited(undefined)
  }
  const remove = ({ id, name }: ShownTrunk) =>
    void modal.confirm({
      title: messages.removeSure(name[language]),
      okText: messages.remove,
      onOk: () => save(withoutTrunk(trunking, id)),
    })
  const open = edited === 'new' ? undefined : edited
  return (
    <>
      <TrunkTable trunks={trunking.trunks} states={states} edit={setEdited} remove={remove} />
      <Button className="trunking-add" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
        {messages.add}
      </Button>
      <UnknownSources trunking={trunking} save={save} />
      {edited !== undefined && (
        <TrunkDrawer
          trunk={open}
          flows={tenant.flows}
          {...{ busy, faults, close }}
          save={(trunk) =>
            void save(withTrunk(trunking, open?.id, trunk)).then((saved) => saved && close())
          }
        />
      )}
    </>
  )
}

type UnknownSourcesProps = {
  readonly trunking: ShownTrunking
  readonly save: (draft: TrunkingDraft) => Promise<boolean>
}

function UnknownSources({ trunking, save }: UnknownSourcesProps) {
  const messages = useMessages(trunkMessages)
  return (
    <section className="trunking-unknown-sources">
      <h3 className="label">{messages.unknownSources}</h3>
      <Radio.Group
        value={trunking.unknownSources}
        options={(['accept', 'reject'] as const).map((unknownSources) => ({
          value: unknownSources,
          label: messages.unknownSourcesAre[unknownSources],
        }))}
        onChange={({ target }) =>
          void save({
            ...draftOfTrunking(trunking),
            unknownSources: target.value as 'accept' | 'reject',
          })
        }
      />
      <p className="soft">{messages.unknownSourcesHint}</p>
    </section>
  )
}

const everyMs = 3000

/** How the trunks are now, looked at every few seconds; empty while nobody can tell. */
function useTrunkStates({ trunkStates }: AdminApi): TrunkStates {
  const [states, setStates] = useState<TrunkStates>({})
  useEffect(() => {
    let isLeft = false
    const look = () =>
      void trunkStates().then(
        (next) => !isLeft && setStates(next),
        () => !isLeft && setStates({}),
      )
    look()
    const timer = setInterval(look, everyMs)
    return () => {
      isLeft = true
      clearInterval(timer)
    }
  }, [trunkStates])
  return states
}
