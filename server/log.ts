import { type Logger, pino } from 'pino'

/**
 * The process's log: JSON lines on stdout. Callers bind `contact` and `leg`; no SDP, digits or phone numbers above
 * debug.
 */
export function createLog(name: string, level: string): Logger {
  return pino({ name, level, serializers: { error: pino.stdSerializers.err } })
}
