import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { createSecureContext } from 'node:tls'

/** Paths of PEM files. */
type CertificateFiles = { readonly cert: string; readonly key: string }
/** What they hold. */
export type CertificatePair = CertificateFiles

type CertificateWatch = {
  readonly files: CertificateFiles
  /** What was read before. */
  readonly inUse: CertificatePair
  /** A new one that is in order. */
  readonly onRenewal: (pair: CertificatePair) => void
  readonly log: (fields: object, message: string) => void
  /** How often the files are looked at, ms; 2 s when not given. */
  readonly lookMs?: number
}

/** Throws when they can't be read. */
export const readCertificate = ({ cert, key }: CertificateFiles): CertificatePair => ({
  cert: readFileSync(cert, 'utf8'),
  key: readFileSync(key, 'utf8'),
})

/**
 * Reads a certificate anew whenever one of its files has changed, as certbot and its like change them. One that can't be
 * used, or has expired, is told in the log, and the former one stays. Returns how to stop.
 */
export function watchCertificate(watch: CertificateWatch): () => void {
  const { files, onRenewal, log, lookMs = 2000 } = watch
  const paths = [files.cert, files.key]
  let { inUse } = watch
  let settling: NodeJS.Timeout | undefined
  const renew = () => {
    try {
      const next = readCertificate(files)
      if (next.cert === inUse.cert && next.key === inUse.key) return
      check(next, files)
      onRenewal(next)
      inUse = next
      log({ certificate: files.cert, validUntil: validUntil(next) }, 'certificate renewed')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log({ reason }, 'the new certificate is refused, the former one stays')
    }
  }
  // The two files are not changed in one instant: the second is waited for.
  const settle = () => {
    clearTimeout(settling)
    settling = setTimeout(renew, lookMs).unref()
  }
  // By looking, not by notices: those are lost when a link to a folder of files is turned, as Kubernetes does.
  for (const path of paths) watchFile(path, { interval: lookMs, persistent: false }, settle)
  return () => {
    clearTimeout(settling)
    for (const path of paths) unwatchFile(path, settle)
  }
}

/** Throws with the file and the reason. */
function check(pair: CertificatePair, files: CertificateFiles): void {
  const certificate = parsed(files.cert, () => new X509Certificate(pair.cert))
  const key = parsed(files.key, () => createPrivateKey(pair.key))
  if (!certificate.checkPrivateKey(key))
    throw new Error(`${files.key} is not the key of the certificate in ${files.cert}`)
  if (Date.parse(certificate.validTo) < Date.now())
    throw new Error(`${files.cert} has expired on ${certificate.validTo}`)
  parsed(files.cert, () => createSecureContext(pair))
}

function parsed<Thing>(path: string, parse: () => Thing): Thing {
  try {
    return parse()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path} is no PEM file that can be used: ${reason}`, { cause })
  }
}

const validUntil = ({ cert }: CertificatePair): string => new X509Certificate(cert).validTo
