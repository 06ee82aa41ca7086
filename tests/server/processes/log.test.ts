import { DrizzleQueryError } from 'drizzle-orm'
import t from 'tap'
import type { Event } from '../../../core/event.ts'
import { logEvents } from '../../../server/centre/log-events.ts'
import { createLog } from '../../../server/processes/log.ts'

/** A log and its lines. */
function keptLog() {
  const lines: string[] = []
  const log = createLog('test', 'info', { write: (line: string) => lines.push(line) })
  return { lines, log }
}

const event = (fields: object) => ({ seq: 1, at: 0, cause: 0, contact: 'c1', ...fields }) as Event

t.test('keys leave no trace in the log of events', async (t) => {
  const { lines, log } = keptLog()
  const secret = '8264'
  logEvents(log, [
    event({ type: 'leg.digit', leg: 'l1', digit: secret }),
    event({ type: 'contact.pressed', digits: secret }),
    event({ type: 'contact.dialled', digits: secret }),
    event({
      type: 'agent.asked',
      agent: 'a1',
      ask: { ask: 'digits', contact: 'c1', digits: secret },
    }),
    event({
      type: 'ask.refused',
      agent: 'a1',
      ask: { ask: 'digits', digits: secret },
      reason: 'x',
    }),
    event({
      type: 'centre.skipped',
      skipped: { type: 'leg.digit', digit: secret },
      error: 'a bug',
    }),
  ])
  t.equal(lines.length, 6)
  t.notMatch(lines.join(''), secret)
})

t.test('a query that failed tells why and where, but none of its parameters', async (t) => {
  const { lines, log } = keptLog()
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const failed = new DrizzleQueryError('update contacts set keys = $1', ['8264\n at 8264'], cause)
  for (const key of ['err', 'error']) log.info({ [key]: failed }, 'the records cannot be written')
  for (const line of lines) {
    t.notMatch(line, '8264')
    t.match(line, 'update contacts set keys = $1')
    t.match(line, /"code":"ECONNREFUSED"/)
    t.match(line, /log\.test/)
  }
})
