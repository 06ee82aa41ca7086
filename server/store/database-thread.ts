import { parentPort, workerData } from 'node:worker_threads'
import { type AnswerFrame, type CallFrame, perform } from './calls.ts'
import { type DatabaseLocation, isAway, type OpenDatabase, openDatabase } from './database.ts'

/** The thread of the database: PGlite computes where it is called, and a query must never hold up a call. */
const place = workerData as DatabaseLocation

const send = (frame: AnswerFrame) => parentPort?.postMessage(frame)

async function answer(open: OpenDatabase, frame: CallFrame): Promise<void> {
  const { n, name } = frame
  try {
    const result = await (name === 'close' ? open.close() : perform(open.database, frame))
    send({ type: 'answer', n, result })
  } catch (error) {
    send({ type: 'refusal', n, error: cloneable(error), away: isAway(error) })
  }
}

/**
 * An error of the driver may hold what cannot change threads. The innermost says what is wrong; around it stands the
 * whole query with its values, which belong into no log.
 */
function cloneable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (error.cause instanceof Error) return cloneable(error.cause)
  return Object.assign(new Error(error.message), { name: error.name })
}

try {
  const open = await openDatabase(place)
  parentPort?.on('message', (frame: CallFrame) => void answer(open, frame))
  send({ type: 'opened' })
} catch (error) {
  send({ type: 'failed', error: cloneable(error) })
}
