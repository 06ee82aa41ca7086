import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import type { BorderDraft, ShownBorder } from '../../../core/border.ts'
import type { Tenant } from '../../../core/tenant.ts'
import { useTaste, useWords } from '../../look/taste.tsx'
import { ListState } from '../../parts/list-state.tsx'
import { useFetched } from '../../parts/use-fetched.ts'
import {
  draftOfBorder,
  type ShownTrunk,
  withoutTrunk,
  withTrunk,
} from '../../state/border-draft.ts'
import type { Administering } from '../administering.ts'
import { TrunkDrawer } from './trunk-drawer.tsx'
import { TrunkTable } from './trunk-table.tsx'
import { trunkWords } from './trunk-words.ts'
import './trunks.css'
import { useBorderSave } from './use-border-save.ts'
import { useTrunkStates } from './use-trunk-states.ts'

type Props = { readonly tenant: Tenant; readonly administering: Administering }

/** The ways to the public network and to other exchanges. */
export function TrunkPanel({ tenant, administering }: Props) {
  const [border, refresh] = useFetched('border', administering.border)
  if (border.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 6 }} />
  if (border.is === 'refused')
    return (
      <ListState list={border} empty="" retry={refresh}>
        {() => null}
      </ListState>
    )
  return <Trunks border={border.value} {...{ tenant, administering, refresh }} />
}

type TrunksProps = Props & { readonly border: ShownBorder; readonly refresh: () => void }

function Trunks({ border, tenant, administering, refresh }: TrunksProps) {
  const words = useWords(trunkWords)
  const { language } = useTaste()
  const { modal } = App.useApp()
  const states = useTrunkStates(administering)
  const [edited, setEdited] = useState<ShownTrunk | 'new'>()
  const { busy, faults, save, forget } = useBorderSave(administering, refresh)
  const close = () => {
    forget()
    setEdited(undefined)
  }
  const remove = ({ id, name }: ShownTrunk) =>
    void modal.confirm({
      title: words.removeSure(name[language]),
      okText: words.remove,
      onOk: () => save(withoutTrunk(border, id)),
    })
  const open = edited === 'new' ? undefined : edited
  return (
    <>
      <TrunkTable trunks={border.trunks} states={states} edit={setEdited} remove={remove} />
      <Button className="border-add" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
        {words.add}
      </Button>
      <Strangers border={border} save={save} />
      {edited !== undefined && (
        <TrunkDrawer
          trunk={open}
          flows={tenant.flows}
          {...{ busy, faults, close }}
          save={(trunk) =>
            void save(withTrunk(border, open?.id, trunk)).then((saved) => saved && close())
          }
        />
      )}
    </>
  )
}

type StrangersProps = {
  readonly border: ShownBorder
  readonly save: (draft: BorderDraft) => Promise<boolean>
}

function Strangers({ border, save }: StrangersProps) {
  const words = useWords(trunkWords)
  return (
    <section className="border-strangers">
      <h3 className="label">{words.strangers}</h3>
      <Radio.Group
        value={border.strangers}
        options={(['welcome', 'refused'] as const).map((strangers) => ({
          value: strangers,
          label: words.strangersAre[strangers],
        }))}
        onChange={({ target }) =>
          void save({ ...draftOfBorder(border), strangers: target.value as 'welcome' | 'refused' })
        }
      />
      <p className="soft">{words.strangersHint}</p>
    </section>
  )
}
