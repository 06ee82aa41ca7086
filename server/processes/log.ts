import { type DestinationStream, type Logger, pino } from 'pino'

/**
 * The process's log: JSON lines on stdout. Callers bind `contact` and `leg`; no SDP, digits or phone numbers above
 * debug.
 */
export function createLog(name: string, level: string, destination?: DestinationStream): Logger {
  const serializers = { error: describeError, err: describeError }
  return pino({ name, level, serializers }, destination)
}

/** An error without what it carries: a failed query brings its parameters, and these are people's names and keys. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const [message = ''] = error.message.split('\nparams: ')
  const { stack = '' } = error
  const begin = stack.indexOf(error.message)
  const frames = begin < 0 ? '' : stack.slice(begin + error.message.length)
  return {
    type: error.constructor.name,
    message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: `${error.name}: ${message}${frames}`,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}
