import type { QueueId } from '../../core/names.ts'
import { usePreferences } from '../theme/preferences.tsx'
import { useDesk } from './desk-context.ts'

/** A queue's name in the viewer's language; a queue that is gone keeps its id. */
export function useQueueName(): (queue: QueueId | string | undefined) => string {
  const { tenant } = useDesk()
  const { language } = usePreferences()
  return (queue) => tenant.queues.find(({ id }) => id === queue)?.name[language] ?? queue ?? '–'
}
