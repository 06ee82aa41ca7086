import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type SrtpKeys, SrtpSession } from '../../../media/srtp/srtp-session.ts'
import { masterBytes, suites } from '../../../media/srtp/suites.ts'

const names = Object.values(suites).map(({ name }) => name)
const makeKey = (suite: SrtpKeys['suite']) =>
  randomBytes(masterBytes(suites[suite])).toString('base64')

/** Two ends that agreed, and what the first was told. */
function pair(suite: SrtpKeys['suite']) {
  const [ours, theirs] = [makeKey(suite), makeKey(suite)]
  const told: string[] = []
  return {
    near: new SrtpSession({ suite, ours, theirs }, () => told.push('near')),
    far: new SrtpSession({ suite, ours: theirs, theirs: ours }, () => told.push('far')),
    keys: { suite, ours, theirs },
    told,
  }
}

/** `sequence` counts on beyond 16 bits, as in the sender's head. */
function rtp(sequence: number, payload = 20, first = 0x80): Buffer {
  const packet = Buffer.alloc(12 + payload, sequence & 0xff)
  packet[0] = first
  packet[1] = 0
  packet.writeUInt16BE(sequence & 0xffff, 2)
  packet.writeUInt32BE(sequence * 160, 4)
  packet.writeUInt32BE(0xcafe, 8)
  return packet
}

const report = (): Buffer => {
  const packet = Buffer.alloc(28, 3)
  packet.writeUInt32BE(0x80c8_0006, 0)
  packet.writeUInt32BE(0xcafe, 4)
  return packet
}

for (const suite of names) {
  t.test(
    `${suite}: what is protected comes out as it was, and nothing of it is readable`,
    async () => {
      fc.assert(
        fc.property(fc.nat(200), fc.nat(0xffff), fc.nat(3), (payload, sequence, sources) => {
          const { near, far } = pair(suite)
          const packet = rtp(sequence, payload + sources * 4, 0x80 | sources)
          const sealed = near.protectRtp(packet)
          const opened = far.unprotectRtp(sealed)
          const isHidden = payload < 16 || !Buffer.from(sealed).includes(packet.subarray(-payload))
          return isHidden && opened !== undefined && packet.equals(opened)
        }),
        { numRuns: 100 },
      )
    },
  )

  t.test(`${suite}: a packet that was touched anywhere is not genuine`, async (t) => {
    const { near, far } = pair(suite)
    const sealed = near.protectRtp(rtp(7))
    for (let at = 0; at < sealed.length; at++) {
      const touched = Buffer.from(sealed)
      touched[at] = (touched[at] ?? 0) ^ 0x10
      if (far.unprotectRtp(touched) !== undefined) t.fail(`byte ${at}`)
    }
    const control = near.protectRtcp(report())
    for (let at = 0; at < control.length; at++) {
      const touched = Buffer.from(control)
      touched[at] = (touched[at] ?? 0) ^ 0x10
      if (far.unprotectRtcp(touched) !== undefined) t.fail(`RTCP byte ${at}`)
    }
    t.same(far.counts, { forged: sealed.length + control.length, replayed: 0 })
    t.ok(far.unprotectRtp(sealed), 'and none of that is in the way of the genuine one')
    t.ok(far.unprotectRtcp(control))
  })

  t.test(`${suite}: each packet is heard once, in whatever order they come`, async (t) => {
    const { near, far } = pair(suite)
    const sealed = Array.from({ length: 100 }, (_, n) => near.protectRtp(rtp(65_490 + n)))
    const order = sealed.map((_, n) =>
      n % 10 === 0 ? n : n % 2 === 0 ? n - 1 : Math.min(n + 1, 99),
    )
    const heard = new Set<number>()
    for (const n of order) {
      const opened = far.unprotectRtp(sealed[n] ?? new Uint8Array(0))
      if (opened !== undefined) heard.add(n)
    }
    t.equal(heard.size, new Set(order).size, 'across the end of the sequence numbers too')
    for (const packet of sealed) far.unprotectRtp(packet)
    t.equal(far.unprotectRtp(sealed[50] ?? new Uint8Array(0)), undefined)
    const control = near.protectRtcp(report())
    t.same(far.unprotectRtcp(control), report())
    t.equal(far.unprotectRtcp(control), undefined)
  })
}

t.test(
  'numbers run over many rounds, and packets of another key are refused and told once',
  async (t) => {
    const { near, far, told } = pair('AES_CM_128_HMAC_SHA1_80')
    for (let sequence = 0; sequence < 4 * 65_536; sequence += 997)
      if (far.unprotectRtp(near.protectRtp(rtp(sequence))) === undefined) t.fail(`${sequence}`)
    const stranger = pair('AES_CM_128_HMAC_SHA1_80').near
    for (let n = 0; n < 200; n++) far.unprotectRtp(stranger.protectRtp(rtp(4 * 65_536 + n)))
    t.equal(far.counts.forged, 200)
    t.same(told, ['far'])
  },
)

t.test('keys that are agreed again go on; a new one begins anew', async (t) => {
  const { near, far, keys } = pair('AEAD_AES_128_GCM')
  for (let sequence = 65_000; sequence < 66_000; sequence += 100)
    far.unprotectRtp(near.protectRtp(rtp(sequence)))
  near.apply({ ...keys })
  t.ok(far.unprotectRtp(near.protectRtp(rtp(66_100))), 'the rollover counter was kept')
  const ours = makeKey(keys.suite)
  near.apply({ ...keys, ours })
  far.apply({ suite: keys.suite, ours: keys.theirs, theirs: ours })
  t.ok(far.unprotectRtp(near.protectRtp(rtp(5))))
  t.ok(near.unprotectRtp(far.protectRtp(rtp(5))), 'and the other direction was not touched')
})

t.test('whatever bytes come, they are refused and nothing throws', async () => {
  for (const suite of names) {
    const { far } = pair(suite)
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        (bytes) => far.unprotectRtp(bytes) === undefined && far.unprotectRtcp(bytes) === undefined,
      ),
      { numRuns: 2000 },
    )
  }
})
