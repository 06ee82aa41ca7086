import { parseArgs } from 'node:util'

export type DemoOptions = {
  /** How many people call at a time. */
  readonly callers: number
  readonly minutes: number
}

export const usage = `npm run demo -- [--callers N] [--minutes M]

  --callers N   people who call at a time, 1 to 50 (default 12)
  --minutes M   how long new calls come, 0.1 to 60 (default 3)`

/** Reads the command line; throws with the usage when it cannot be understood. */
export function readOptions(args: readonly string[]): DemoOptions {
  const callers = { type: 'string', default: '12' } as const
  const minutes = { type: 'string', default: '3' } as const
  try {
    const { values } = parseArgs({ args: [...args], options: { callers, minutes } })
    return {
      callers: within(Number(values.callers), 1, 50, '--callers'),
      minutes: within(Number(values.minutes), 0.1, 60, '--minutes'),
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, {
      cause: error,
    })
  }
}

function within(value: number, min: number, max: number, name: string): number {
  if (value >= min && value <= max) return value
  throw new Error(`${name} must be from ${min} to ${max}.`)
}
