import type { Records } from '../history/history-context.ts'
import { recordingUrl, rest } from './rest.ts'

export const records: Records = {
  ofCaller: (from) => rest.contacts({ from, limit: 20 }),
  ofAgent: (agent) => rest.contacts({ agent, limit: 20 }),
  latest: () => rest.contacts({ limit: 50 }),
  recordingUrl,
  setHold: rest.setHold,
  liftHold: rest.liftHold,
}
