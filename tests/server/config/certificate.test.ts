import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readCertificate, watchCertificate } from '../../../server/config/certificate.ts'

const issued = (name: string) => join(import.meta.dirname, '../../../testkit/certificates', name)

t.test('a certificate that changes is taken, and a broken one never', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'callwright-certificate-'))
  const files = { cert: join(dir, 'cert.pem'), key: join(dir, 'key.pem') }
  const put = (name: string) => {
    copyFileSync(issued(`${name}.crt`), files.cert)
    copyFileSync(issued(`${name}.key`), files.key)
  }
  put('one')
  const log: [object, string][] = []
  const renewed: string[] = []
  const stop = watchCertificate({
    files,
    inUse: readCertificate(files),
    onRenewal: ({ cert }) => renewed.push(cert),
    log: (fields, message) => void log.push([fields, message]),
    lookMs: 20,
  })
  t.teardown(() => {
    stop()
    rmSync(dir, { recursive: true })
  })
  const nextLine = async () => {
    const { length } = log
    while (log.length === length) await new Promise((resolve) => setTimeout(resolve, 10))
    return log.at(-1)
  }

  put('other')
  t.match(await nextLine(), [{ certificate: files.cert }, 'certificate renewed'])
  t.same(renewed, [readFileSync(issued('other.crt'), 'utf8')])

  copyFileSync(issued('carrier.key'), files.key)
  const refused = 'the new certificate is refused, the former one stays'
  const foreign = `${files.key} is not the key of the certificate in ${files.cert}`
  t.same(await nextLine(), [{ reason: foreign }, refused])
  writeFileSync(files.cert, 'no certificate')
  t.match(await nextLine(), [{ reason: new RegExp(`^${files.cert} is no PEM file`) }, refused])
  rmSync(files.key)
  t.match(await nextLine(), [{ reason: /ENOENT.*key\.pem/ }, refused])
  t.equal(renewed.length, 1)

  put('carrier')
  t.match(await nextLine(), [{ certificate: files.cert }, 'certificate renewed'])
  t.equal(renewed.length, 2)
})
