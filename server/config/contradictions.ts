import { createPrivateKey, X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Settings } from './settings.ts'

/** What is wrong between settings that are right by themselves; a setting that is wrong itself is absent. */
export function findContradictions(values: Partial<Settings>): string[] {
  return [
    ...portFaults(values),
    ...drachtioFaults(values),
    ...tlsFaults(values),
    ...authorityFaults(values),
    ...speechFaults(values),
    ...dirFaults(values),
  ]
}

function portFaults(values: Partial<Settings>): string[] {
  const { RTP_PORT_MIN: min = 0, RTP_PORT_MAX: max = 65535 } = values
  const faults: string[] = []
  if (min >= max) faults.push(`RTP_PORT_MIN (${min}) must be less than RTP_PORT_MAX (${max}).`)
  const taken = new Map<number, string>()
  for (const [name, port] of ourPorts(values)) {
    const other = taken.get(port)
    if (other) faults.push(`${other} and ${name} are both ${port}: give each a port of its own.`)
    taken.set(port, name)
    if (areRtpPortsKnown(values) && port >= min && port <= max)
      faults.push(`${name} (${port}) lies among the RTP ports ${min} to ${max}: move one of them.`)
  }
  return faults
}

/** The ports that this machine opens; that of a drachtio-server elsewhere is not ours to share. */
function ourPorts(values: Partial<Settings>): [name: string, port: number][] {
  const names = ['HTTP_PORT', 'SIP_PORT', 'SIP_WS_PORT'] as const
  const embedded = values.DRACHTIO_HOST === undefined ? (['DRACHTIO_PORT'] as const) : []
  const secured = values.TLS_CERT === undefined ? [] : (['SIP_TLS_PORT'] as const)
  return [...names, ...embedded, ...secured].flatMap((name) => {
    const port = values[name]
    return port === undefined ? [] : [[name, port]]
  })
}

const areRtpPortsKnown = (values: Partial<Settings>): boolean =>
  values.RTP_PORT_MIN !== undefined && values.RTP_PORT_MAX !== undefined

function drachtioFaults(values: Partial<Settings>): string[] {
  return values.DRACHTIO_HOST !== undefined && values.DRACHTIO_SECRET === undefined
    ? ['DRACHTIO_HOST is set without DRACHTIO_SECRET: give the secret of that drachtio-server.']
    : []
}

function speechFaults({ SPEECH: speech, SPEECH_URL: url }: Partial<Settings>): string[] {
  if (speech === 'http' && url === undefined)
    return ['SPEECH is http without SPEECH_URL: give the address of the speech service.']
  return url !== undefined && speech !== undefined && speech !== 'http'
    ? [`SPEECH_URL is set, but SPEECH is ${speech}: set SPEECH to http, or drop the address.`]
    : []
}

function tlsFaults({ TLS_CERT: cert, TLS_KEY: key }: Partial<Settings>): string[] {
  if (cert === undefined && key === undefined) return []
  if (cert === undefined) return ['TLS_KEY is set without TLS_CERT: set both or neither.']
  if (key === undefined) return ['TLS_CERT is set without TLS_KEY: set both or neither.']
  const faults = [
    ...pemFaults('TLS_CERT', cert, (pem) => new X509Certificate(pem)),
    ...pemFaults('TLS_KEY', key, (pem) => createPrivateKey(pem)),
  ]
  if (faults.length > 0) return faults
  const certificate = new X509Certificate(readFileSync(cert))
  return certificate.checkPrivateKey(createPrivateKey(readFileSync(key)))
    ? []
    : ['TLS_KEY is not the key of the certificate in TLS_CERT: take the two of one issue.']
}

function authorityFaults({ TLS_CA: ca }: Partial<Settings>): string[] {
  return ca === undefined ? [] : pemFaults('TLS_CA', ca, (pem) => new X509Certificate(pem))
}

function pemFaults(name: string, path: string, parse: (pem: Buffer) => unknown): string[] {
  try {
    parse(readFileSync(path))
    return []
  } catch (error) {
    return [`${name}: cannot use ${path} as a PEM file (${reasonOf(error)}).`]
  }
}

/** Looks without making anything: a wrong setting elsewhere must not leave a folder behind. */
function dirFaults({ DATA_DIR: dir }: Partial<Settings>): string[] {
  if (dir === undefined) return []
  let nearest = resolve(dir)
  while (!existsSync(nearest)) nearest = dirname(nearest)
  if (!statSync(nearest).isDirectory())
    return [`DATA_DIR cannot be ${dir}: ${nearest} is a file, not a folder.`]
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK)
    return []
  } catch (error) {
    return [`DATA_DIR: cannot write in ${nearest} (${reasonOf(error)}); choose another folder.`]
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
