import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { ConfigError, loadConfig } from '../../../server/config/config.ts'

const dir = mkdtempSync(join(tmpdir(), 'callwright-config-'))
t.teardown(() => rmSync(dir, { recursive: true, force: true }))
const dataDir = join(dir, 'data')

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig({ DATA_DIR: dataDir, ...env })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

t.test('without any setting everything is embedded on the loopback address', async (t) => {
  const config = loadConfig({ DATA_DIR: dataDir })
  t.match(config, {
    host: '127.0.0.1',
    httpPort: 8080,
    sipPort: 5060,
    sipWsPort: 5066,
    rtpPortMin: 20000,
    rtpPortMax: 29999,
    audioCodecs: ['pcmu', 'pcma', 'g722', 'opus'],
    sipProxies: [],
    srtp: 'allowed',
    rtpSilenceSeconds: 60,
    sessionSeconds: 1800,
    dataDir,
    drachtio: { host: '127.0.0.1', port: 9022, secret: /^[0-9a-f]{64}$/, embedded: true },
    voiceSocket: join(dataDir, 'voice.sock'),
    secret: /^[0-9a-f]{64}$/,
    logLevel: 'info',
  })
  t.notOk(config.tls ?? config.redisUrl ?? config.databaseUrl)
})

t.test('the secret is made once, for its owner only, and kept', async (t) => {
  const config = loadConfig({ DATA_DIR: dataDir })
  t.equal(loadConfig({ DATA_DIR: dataDir }).secret, config.secret)
  t.equal(statSync(join(dataDir, 'secret')).mode & 0o777, 0o600)
  t.not(config.drachtio.secret, config.secret)
})

t.test('three processes that start at once agree on the secret', async (t) => {
  const script = `import { loadConfig } from ${JSON.stringify(join(import.meta.dirname, '../../../server/config/config.ts'))}
    process.stdout.write(loadConfig().secret)`
  const env = { ...process.env, DATA_DIR: join(dir, 'race') }
  const runs = [1, 2, 3].map(() =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { env, timeout: 30_000 },
    ),
  )
  const secrets = new Set((await Promise.all(runs)).map((run) => run.stdout))
  t.equal(secrets.size, 1)
  t.ok(secrets.has(readFileSync(join(dir, 'race', 'secret'), 'utf8').trim()))
})

t.test('a damaged secret is refused, not replaced', async (t) => {
  const damaged = join(dir, 'damaged')
  mkdirSync(damaged)
  writeFileSync(join(damaged, 'secret'), 'short')
  t.match(faultsOf({ DATA_DIR: damaged }), [/secret is damaged: delete it/])
})

t.test('all faults are reported at once, each with what to do', async (t) => {
  const faults = faultsOf({
    HOST: '0.0.0.0',
    HTTP_PORT: 'eighty',
    SIP_PORT: '70000',
    RTP_PORT_MIN: '30000',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'http://localhost',
    DATABASE_URL: 'mysql://localhost/x',
    DRACHTIO_HOST: 'sip.example',
    TLS_CERT: '/nowhere.pem',
    DATA_DIR: join(dir, 'untouched'),
  })
  t.match(faults, [
    /^HOST must be an IPv4 address/,
    /^HTTP_PORT must be a port number from 1 to 65535; it is "eighty"\.$/,
    /^SIP_PORT must be a port number/,
    /^REDIS_URL must be an address such as redis:/,
    /^DATABASE_URL must be an address such as postgres:/,
    /^LOG_LEVEL must be one of/,
    /^RTP_PORT_MIN \(30000\) must be less than RTP_PORT_MAX \(29999\)/,
    /^DRACHTIO_HOST is set without DRACHTIO_SECRET/,
    /^TLS_CERT is set without TLS_KEY/,
  ])
  t.equal(faults.length, 9)
  t.throws(() => statSync(join(dir, 'untouched')))
})

t.test('browsers are served by one process fewer than there are cores, G.711 first', async (t) => {
  const { web, announcedAddress } = loadConfig({ DATA_DIR: dataDir })
  t.same(web, {
    workers: Math.max(1, availableParallelism() - 1),
    codecs: ['pcmu', 'pcma', 'opus'],
  })
  t.equal(announcedAddress, undefined)
  const given = { WEBRTC_WORKERS: '4', WEB_CODECS: 'Opus, pcma', ANNOUNCED_ADDRESS: 'call.example' }
  t.match(loadConfig({ DATA_DIR: dataDir, ...given }), {
    web: { workers: 4, codecs: ['opus', 'pcma'] },
    announcedAddress: 'call.example',
  })
  t.same(faultsOf({ ANNOUNCED_ADDRESS: '2001:db8::7' }), [])
  t.match(faultsOf({ WEBRTC_WORKERS: '0', WEB_CODECS: 'pcmu,g729', ANNOUNCED_ADDRESS: '10.0.0' }), [
    /^ANNOUNCED_ADDRESS must be the address, or the name, by which/,
    /^WEBRTC_WORKERS must be a number of processes from 1 to 64; it is "0"/,
    /^WEB_CODECS must list each codec once.* out of pcmu,pcma,opus; it is "pcmu,g729"/,
  ])
  t.match(faultsOf({ WEB_CODECS: 'pcmu,pcmu' }), [/^WEB_CODECS must list each codec once/])
})

t.test('two services on one port are refused', async (t) => {
  t.match(faultsOf({ HTTP_PORT: '5060' }), [/HTTP_PORT and SIP_PORT are both 5060/])
  t.match(faultsOf({ DRACHTIO_PORT: '8080' }), [/HTTP_PORT and DRACHTIO_PORT are both 8080/])
  t.match(faultsOf({ SIP_PORT: '20500' }), [/SIP_PORT \(20500\) lies among the RTP ports/])
  t.same(
    faultsOf({ DRACHTIO_PORT: '8080', DRACHTIO_HOST: '10.0.0.7', DRACHTIO_SECRET: 's' }),
    [],
    'the port of a drachtio-server elsewhere is not ours to share',
  )
})

t.test('a data folder that cannot be one is named', async (t) => {
  writeFileSync(join(dir, 'file'), '')
  t.match(faultsOf({ DATA_DIR: join(dir, 'file', 'data') }), [/is a file, not a folder/])
})

t.test('an empty variable counts as unset', async (t) => {
  t.match(loadConfig({ DATA_DIR: dataDir, HTTP_PORT: '', DRACHTIO_HOST: '' }), {
    httpPort: 8080,
    drachtio: { embedded: true },
  })
})

t.test('a deep data folder gets a short socket name outside of it', async (t) => {
  const deep = join(dir, 'd'.repeat(100))
  const { voiceSocket } = loadConfig({ DATA_DIR: deep })
  t.match(voiceSocket, /callwright-[0-9a-f]{16}\.sock$/)
  t.equal(loadConfig({ DATA_DIR: deep }).voiceSocket, voiceSocket)
  t.match(faultsOf({ VOICE_SOCKET: `/tmp/${'s'.repeat(100)}` }), [/^VOICE_SOCKET must be a path/])
})

t.test('a certificate is taken only with its own key', async (t) => {
  const issued = (name: string) => ({
    TLS_CERT: join(import.meta.dirname, '../../../testkit/certificates', `${name}.crt`),
    TLS_KEY: join(import.meta.dirname, '../../../testkit/certificates', `${name}.key`),
  })
  const [one, other] = [issued('one'), issued('other')]
  t.same(loadConfig({ DATA_DIR: dataDir, ...one }).tls, { cert: one.TLS_CERT, key: one.TLS_KEY })
  t.match(faultsOf({ ...one, TLS_KEY: other.TLS_KEY }), [/^TLS_KEY is not the key of/])
  t.match(faultsOf({ ...one, TLS_CERT: join(dir, 'file') }), [/^TLS_CERT: cannot use .* as a PEM/])
  t.match(faultsOf({ ...one, SIP_TLS_PORT: '8080' }), [/^HTTP_PORT and SIP_TLS_PORT are both 8080/])
})

t.test('whom we believe by TLS, and where SIP is heard besides, are settings', async (t) => {
  const ca = join(import.meta.dirname, '../../../testkit/certificates', 'authority.crt')
  t.same(loadConfig({ DATA_DIR: dataDir }).sipTls, { port: 5061, verifies: true })
  const config = loadConfig({
    DATA_DIR: dataDir,
    TLS_CA: ca,
    SIP_TLS_VERIFY: 'off',
    SIP_TLS_PORT: '6061',
    SIP_HOST6: '2001:db8::10',
  })
  t.same(config.sipTls, { port: 6061, ca, verifies: false })
  t.equal(config.sipHost6, '2001:db8::10')
  t.match(faultsOf({ TLS_CA: join(dir, 'file') }), [/^TLS_CA: cannot use .* as a PEM/])
  for (const host of ['::', '192.0.2.1', 'fe80::1%eth0'])
    t.match(faultsOf({ SIP_HOST6: host }), [/^SIP_HOST6 must be an IPv6 address/])
})

t.test('a key of recordings is hexadecimal, base64, or in a file', async (t) => {
  const key = randomBytes(32)
  const file = join(dir, 'key')
  const keyOf = (text: string) =>
    loadConfig({ DATA_DIR: dataDir, RECORDING_KEY: text }).recording.keys.current
  t.equal(loadConfig({ DATA_DIR: dataDir }).recording.keys.current, undefined)
  for (const text of [key.toString('hex'), key.toString('base64')]) {
    t.same(keyOf(text)?.bytes, key)
    writeFileSync(file, `${text}\n`)
    t.same(keyOf(file)?.bytes, key)
  }
  writeFileSync(file, key)
  t.same(keyOf(file)?.bytes, key)
  const old = [randomBytes(32), randomBytes(32)]
  const oldKeys = old.map((one) => one.toString('base64')).join(', ')
  const { keys } = loadConfig({ DATA_DIR: dataDir, RECORDING_OLD_KEYS: oldKeys }).recording
  t.same(
    keys.old.map(({ bytes }) => bytes),
    old,
  )
})

t.test('a malformed key is refused and not repeated; days and format are checked', async (t) => {
  const wrong = randomBytes(31).toString('hex')
  const faults = faultsOf({
    RECORDING_KEY: wrong,
    RECORDING_OLD_KEYS: `${randomBytes(32).toString('hex')},/nowhere/key`,
    RECORDING_DAYS: '0',
    RECORDING_FORMAT: 'mp3',
  })
  t.match(faults.toSorted(), [
    /^RECORDING_DAYS must be a whole number of days from 1 on; it is "0"/,
    /^RECORDING_FORMAT must be wav or opus; it is "mp3"/,
    /^RECORDING_KEY must be 32 random bytes .*\(openssl rand -hex 32\)\.$/,
    /^RECORDING_OLD_KEYS must be 32 random bytes .*\(openssl rand -hex 32\)\.$/,
  ])
  t.notMatch(faults.join(), wrong)
})

t.test('codecs are listed in the order in which they are offered, each once', async (t) => {
  const listed = (text: string) => loadConfig({ DATA_DIR: dataDir, AUDIO_CODECS: text }).audioCodecs
  t.same(listed('opus, PCMA'), ['opus', 'pcma'])
  for (const text of ['pcmu,pcmu', 'g729', 'pcmu,', ','])
    t.match(faultsOf({ AUDIO_CODECS: text }), [/^AUDIO_CODECS must list each codec once/], text)
})

t.test('proxies of our own are addresses and networks', async (t) => {
  const { sipProxies } = loadConfig({ DATA_DIR: dataDir, SIP_PROXIES: '10.0.0.5, 2001:db8::/64,' })
  t.same(sipProxies, ['10.0.0.5', '2001:db8::/64'])
  t.match(faultsOf({ SIP_PROXIES: '10.0.0.5,proxy' }), [/^SIP_PROXIES must list addresses or net/])
})

t.test(
  'behind a proxy the SIP domain, the softphones’ address and the way out are its own',
  async (t) => {
    const behind = {
      SIP_DOMAIN: 'voice.example.com',
      SIP_WS_URL: 'wss://voice.example.com:8443',
      SIP_OUTBOUND_PROXY: 'sip:10.0.0.5;lr',
      SOFTPHONE_MEDIA: 'rtp',
    }
    t.match(loadConfig({ DATA_DIR: dataDir, ...behind }), {
      sipDomain: behind.SIP_DOMAIN,
      sipWsUrl: behind.SIP_WS_URL,
      sipOutboundProxy: behind.SIP_OUTBOUND_PROXY,
      web: { endsInFront: true },
    })
    t.match(faultsOf({ SIP_DOMAIN: 'a b', SIP_WS_URL: 'https://x', SIP_OUTBOUND_PROXY: 'x' }), [
      /^SIP_DOMAIN must be the name/,
      /^SIP_WS_URL must be an address such as wss:/,
      /^SIP_OUTBOUND_PROXY must be a SIP address/,
    ])
  },
)

t.test('words are spoken by espeak-ng unless something else is set', async (t) => {
  const speechOf = (env: Record<string, string>) => loadConfig({ DATA_DIR: dataDir, ...env }).speech
  t.same(speechOf({}), { provider: 'espeak-ng', timeoutMs: 3000 })
  t.same(speechOf({ SPEECH: 'off' }), { provider: 'off' })
  const service = { SPEECH: 'http', SPEECH_URL: 'https://user:secret@speech.example/say' }
  t.same(speechOf({ ...service, SPEECH_TIMEOUT_MS: '500' }), {
    provider: 'http',
    url: service.SPEECH_URL,
    timeoutMs: 500,
  })
  t.match(faultsOf({ SPEECH: 'http' }), [/^SPEECH is http without SPEECH_URL/])
  t.match(faultsOf({ SPEECH_URL: service.SPEECH_URL }), [
    /^SPEECH_URL is set, but SPEECH is espeak-ng/,
  ])
  t.match(faultsOf({ SPEECH: 'festival' }), [/^SPEECH must be espeak-ng, http or off/])
  for (const time of ['99', '30001', 'soon'])
    t.match(faultsOf({ SPEECH_TIMEOUT_MS: time }), [/^SPEECH_TIMEOUT_MS must be a number of milli/])
  const faults = faultsOf({ ...service, SPEECH_URL: 'ftp://user:secret@x' })
  t.match(faults, [/^SPEECH_URL must be an address such as http/])
  t.notMatch(faults.join(), 'secret')
})

t.test('the guard of the edge has a default for everything, and its faults are told', async (t) => {
  const { guard } = loadConfig({ DATA_DIR: dataDir, ANNOUNCED_ADDRESS: 'Voice.example.com' })
  t.match(guard, {
    origins: ['127.0.0.1', 'voice.example.com', 'localhost', '127.0.0.1'],
    messagesPerSecond: 300,
    callsPerSecond: 10,
    registersPerMinute: 300,
    wrongCredentialsPerMinute: 10,
    connections: 500,
    banMinutes: 5,
  })
  t.ok(guard.trusted.has('127.0.0.9'))
  t.notOk(loadConfig({ DATA_DIR: dataDir, SIP_TRUSTED: 'none' }).guard.trusted.has('127.0.0.1'))
  const origins = 'https://cc.example.com, PBX.example.com'
  t.same(loadConfig({ DATA_DIR: dataDir, SIP_WS_ORIGINS: origins }).guard.origins, [
    'https://cc.example.com',
    'pbx.example.com',
  ])
  t.match(
    faultsOf({
      SIP_TRUSTED: 'carrier',
      SIP_SOURCE_CALLS: '0',
      SIP_BAN_MINUTES: '2000',
      SIP_WS_ORIGINS: 'https://cc.example.com/path',
    }),
    [
      /^SIP_TRUSTED must list addresses or networks, .*; it is "carrier"\.$/,
      /^SIP_SOURCE_CALLS must be a whole number from 1 to 1000000; it is "0"\.$/,
      /^SIP_BAN_MINUTES must be whole minutes from 1 to 1440/,
      /^SIP_WS_ORIGINS must list origins or host names/,
    ],
  )
})
