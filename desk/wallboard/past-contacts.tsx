import { Drawer, Input } from 'antd'
import { useState } from 'react'
import { ListState } from '../components/list-state.tsx'
import { useFetched } from '../components/use-fetched.ts'
import { HistoryProvider, type Records } from '../history/history-context.ts'
import { HistoryList } from '../history/history-list.tsx'
import type { CentreView } from '../state/centre-view.ts'
import { numberSought } from '../state/search.ts'
import { useMessages } from '../theme/preferences.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

type PastListProps = { readonly centre: CentreView; readonly records: Records }

/** The newest contacts that are over, or all of one number; here a supervisor sets a legal hold. */
export function PastContacts({
  open,
  close,
  ...rest
}: PastListProps & { readonly open: boolean; readonly close: () => void }) {
  const messages = useMessages(wallboardMessages)
  return (
    <Drawer open={open} onClose={close} title={messages.past} size={540} destroyOnHidden>
      <PastList {...rest} />
    </Drawer>
  )
}

function PastList({ centre, records }: PastListProps) {
  const messages = useMessages(wallboardMessages)
  const [number, setNumber] = useState('')
  const [list, changed] = useFetched(`past ${number}`, () =>
    number === '' ? records.latest() : records.ofCaller(number),
  )
  const { recordingUrl, setHold, liftHold } = records
  return (
    <section className="past-contacts">
      <Input.Search
        allowClear
        placeholder={messages.searchPast}
        aria-label={messages.searchPast}
        onSearch={(typed) => setNumber(numberSought(typed))}
      />
      <ListState
        list={list}
        empty={number === '' ? messages.noPast : messages.noPastOf}
        retry={changed}
      >
        {(all) => (
          <HistoryProvider
            value={{
              queues: centre.tenant?.queues ?? [],
              people: centre.agents,
              recordingUrl,
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
