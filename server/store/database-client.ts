import { Worker } from 'node:worker_threads'
import type { AnswerFrame, CallFrame, CallName, Calls } from './calls.ts'
import type { DatabaseLocation } from './database.ts'

/** The database cannot be asked now: it does not open, its thread died, or its server is away. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

export type DatabaseClient = {
  /** Rejects with StoreError when the thread is gone, and with the call's own error otherwise. */
  call<Name extends CallName>(name: Name, ...args: Parameters<Calls[Name]>): ReturnType<Calls[Name]>
  /** Closes the database; later calls are rejected. */
  stop(): Promise<void>
}

type PendingCall = { resolve: (result: unknown) => void; reject: (error: Error) => void }

/**
 * Opens the database in a thread of its own. Rejects with StoreError when it does not open. `onDeath` is told when the
 * thread ends unasked; calls are then rejected with StoreError.
 */
export async function openDatabaseThread(
  place: DatabaseLocation,
  onDeath: (error: StoreError) => void,
): Promise<DatabaseClient> {
  const worker = new Worker(new URL('./database-thread.mjs', import.meta.url), {
    workerData: place,
  })
  const waiting = new Map<number, PendingCall>()
  let lastCall = 0
  let end: StoreError | undefined

  const call = (name: CallFrame['name'], args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (end) {
        reject(end)
        return
      }
      const n = ++lastCall
      waiting.set(n, { resolve, reject })
      worker.postMessage({ n, name, args } satisfies CallFrame)
    })

  const die = (error: StoreError): void => {
    if (end) return
    end = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    onDeath(error)
  }

  await opened(worker)
  worker.on('message', (frame: AnswerFrame) => {
    if (!('n' in frame)) return
    const asked = waiting.get(frame.n)
    waiting.delete(frame.n)
    if (frame.type === 'answer') asked?.resolve(frame.result)
    else asked?.reject(errorOf(frame))
  })
  worker.on('error', (cause) => die(new StoreError('the database thread failed', { cause })))
  worker.on('exit', () => die(new StoreError('the database thread ended')))
  return {
    // The thread answers a call with what that call returns.
    call: (name, ...args) => call(name, args) as ReturnType<Calls[typeof name]>,
    stop,
  }

  async function stop(): Promise<void> {
    const closing = call('close', [])
    end ??= new StoreError('the store is stopped')
    // What is broken need not be closed.
    await closing.catch(() => undefined)
    await worker.terminate()
  }
}

function errorOf({ error, away }: Extract<AnswerFrame, { type: 'refusal' }>): Error {
  const cause = error as Error
  return away ? new StoreError('the database cannot be reached', { cause }) : cause
}

function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const why = cause instanceof Error ? cause.message : `its thread ended with ${String(cause)}`
      reject(new StoreError(`the database does not open: ${why}`, { cause }))
      void worker.terminate()
    }
    worker.once('message', (frame: AnswerFrame) => {
      worker.off('error', fail).off('exit', fail)
      if (frame.type === 'opened') resolve()
      else fail('error' in frame ? frame.error : frame.type)
    })
    worker.once('error', fail).once('exit', fail)
  })
}
