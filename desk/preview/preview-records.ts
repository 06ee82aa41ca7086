import type { ContactRecord } from '../../cti/api.ts'
import { RestRefusal } from '../api/rest.ts'
import type { Records } from '../history/history-context.ts'
import { demoRecords } from './demo-records.ts'

type HoldEntry = NonNullable<ContactRecord['hold']>

/** Records that can be held; the note `no` is refused, as by a centre that is away. */
export function previewRecords(now: number): Records {
  const records = demoRecords(now)
  const holds = new Map<string, HoldEntry>(
    records.flatMap(({ id, hold }) => (hold === undefined ? [] : [[id, hold] as const])),
  )
  const all = () =>
    records.map(({ hold: _, ...record }) => {
      const hold = holds.get(record.id)
      return { ...record, ...(hold && { hold }) }
    })
  return {
    ofCaller: (number) => Promise.resolve(all().filter(({ from }) => from === number)),
    ofAgent: () => Promise.resolve(all().slice(0, 2)),
    latest: () => Promise.resolve(all()),
    recordingUrl: () => '/no-recording.wav',
    setHold: (contact, note) => {
      if (note === 'no') return Promise.reject(new RestRefusal('network'))
      return Promise.resolve(holds.set(contact, { by: '2001', at: now, note }))
    },
    liftHold: (contact) => Promise.resolve(holds.delete(contact)),
  }
}
