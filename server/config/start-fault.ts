import { type Config, ConfigError } from './config.ts'

/** A process cannot start, and the message is one sentence that tells the engineer what to do. */
export class StartFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartFault'
  }
}

/** The sentence for a fault that the engineer can mend; undefined for a bug, which keeps its stack. */
export function sentenceFor(error: unknown, config?: Config): string | undefined {
  if (error instanceof ConfigError) return error.faults.join('\n')
  if (error instanceof StartFault) return error.message
  return isSystemError(error) ? socketSentence(error, config) : undefined
}

type SystemError = Error & { code: string; address?: string; port?: number }

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

function socketSentence(error: SystemError, config?: Config): string | undefined {
  const { code, address = config?.host ?? 'this machine', port } = error
  const setting = settingOf(port, config)
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port ?? '?'} on ${address} is in use: stop the program that has it, or set ${setting} to a free port.`
    case 'EACCES':
      return port === undefined
        ? undefined
        : `Port ${port} may not be opened by this user: set ${setting} to a port above 1023.`
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine: set ${address === config?.sipHost6 ? 'SIP_HOST6' : 'HOST'} to one that is.`
    default:
      return undefined
  }
}

/** The name of the setting that chose a port. */
function settingOf(port: number | undefined, config?: Config): string {
  if (!config || port === undefined) return 'the setting of that port'
  const settings: [string, number][] = [
    ['HTTP_PORT', config.httpPort],
    ['SIP_PORT', config.sipPort],
    ['SIP_TLS_PORT', config.sipTls.port],
    ['SIP_WS_PORT', config.sipWsPort],
    ['DRACHTIO_PORT', config.drachtio.port],
  ]
  return settings.find(([, value]) => value === port)?.[0] ?? 'the setting of that port'
}
