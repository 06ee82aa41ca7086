import type { PageState } from '../cti/page-state.ts'
import type { ContactView } from '../cti/protocol.ts'

/** What the wallboard shows at the moment, in one line. */
export function summaryOf({ contacts, queues }: PageState): string {
  const views = [...contacts.values()]
  const count = (...phases: ContactView['phase'][]) =>
    views.filter(({ phase }) => phases.includes(phase)).length
  const today = (field: 'answered' | 'abandoned') =>
    [...queues.values()].reduce((sum, queue) => sum + queue.today[field], 0)
  return [
    `menu ${count('arriving', 'inFlow')}`,
    `waiting ${count('waiting')}`,
    `ringing ${count('offered')}`,
    `talking ${count('talking', 'parted', 'diverted')}`,
    `answered ${today('answered')}`,
    `abandoned ${today('abandoned')}`,
  ].join('  ')
}
