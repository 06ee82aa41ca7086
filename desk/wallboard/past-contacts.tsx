import { Drawer, Input } from 'antd'
import { useState } from 'react'
import { HistoryList } from '../history/history-list.tsx'
import { HistoryProvider, type Records } from '../history/history-context.ts'
import { useWords } from '../look/taste.tsx'
import { ListState } from '../parts/list-state.tsx'
import { useFetched } from '../parts/use-fetched.ts'
import type { CentreView } from '../state/centre-view.ts'
import { numberSought } from '../state/number-sought.ts'
import { wallboardWords } from './wallboard-words.ts'

type Props = { readonly centre: CentreView; readonly records: Records }

/** The newest contacts that are over, or all of one number; here a supervisor sets a legal hold. */
export function PastContacts({
  open,
  close,
  ...rest
}: Props & { readonly open: boolean; readonly close: () => void }) {
  const words = useWords(wallboardWords)
  return (
    <Drawer open={open} onClose={close} title={words.past} size={540} destroyOnHidden>
      <PastList {...rest} />
    </Drawer>
  )
}

function PastList({ centre, records }: Props) {
  const words = useWords(wallboardWords)
  const [number, setNumber] = useState('')
  const [list, changed] = useFetched(`past ${number}`, () =>
    number === '' ? records.latest() : records.ofCaller(number),
  )
  const { recordingUrl, setHold, liftHold } = records
  return (
    <section className="past-contacts">
      <Input.Search
        allowClear
        placeholder={words.searchPast}
        aria-label={words.searchPast}
        onSearch={(typed) => setNumber(numberSought(typed))}
      />
      <ListState list={list} empty={number === '' ? words.noPast : words.noPastOf} retry={changed}>
        {(all) => (
          <HistoryProvider
            value={{
              ...{ queues: centre.tenant?.queues ?? [], people: centre.agents, recordingUrl },
              holding: { setHold, liftHold, changed },
            }}
          >
            <HistoryList records={all} caller={false} />
          </HistoryProvider>
        )}
      </ListState>
    </section>
  )
}
