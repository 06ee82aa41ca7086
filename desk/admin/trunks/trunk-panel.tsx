import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import type { TrunkingDraft, ShownTrunking } from '../../../core/trunking.ts'
import type { Tenant } from '../../../core/tenant.ts'
import { useTaste, useWords } from '../../look/taste.tsx'
import { ListState } from '../../parts/list-state.tsx'
import { useFetched } from '../../parts/use-fetched.ts'
import {
  draftOfTrunking,
  type ShownTrunk,
  withoutTrunk,
  withTrunk,
} from '../../state/trunking-draft.ts'
import type { Administering } from '../administering.ts'
import { TrunkDrawer } from './trunk-drawer.tsx'
import { TrunkTable } from './trunk-table.tsx'
import { trunkWords } from './trunk-words.ts'
import './trunks.css'
import { useTrunkingSave } from './use-trunking-save.ts'
import { useTrunkStates } from './use-trunk-states.ts'

type Props = { readonly tenant: Tenant; readonly administering: Administering }

/** The ways to the public network and to other exchanges. */
export function TrunkPanel({ tenant, administering }: Props) {
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

type TrunksProps = Props & { readonly trunking: ShownTrunking; readonly refresh: () => void }

function Trunks({ trunking, tenant, administering, refresh }: TrunksProps) {
  const words = useWords(trunkWords)
  const { language } = useTaste()
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
      title: words.removeSure(name[language]),
      okText: words.remove,
      onOk: () => save(withoutTrunk(trunking, id)),
    })
  const open = edited === 'new' ? undefined : edited
  return (
    <>
      <TrunkTable trunks={trunking.trunks} states={states} edit={setEdited} remove={remove} />
      <Button className="trunking-add" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
        {words.add}
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
  const words = useWords(trunkWords)
  return (
    <section className="trunking-unknown-sources">
      <h3 className="label">{words.unknownSources}</h3>
      <Radio.Group
        value={trunking.unknownSources}
        options={(['accept', 'reject'] as const).map((unknownSources) => ({
          value: unknownSources,
          label: words.unknownSourcesAre[unknownSources],
        }))}
        onChange={({ target }) =>
          void save({
            ...draftOfTrunking(trunking),
            unknownSources: target.value as 'accept' | 'reject',
          })
        }
      />
      <p className="soft">{words.unknownSourcesHint}</p>
    </section>
  )
}
