import fc from 'fast-check'
import t from 'tap'
import { DigitReceiver } from '../../../media/engine/digit-receiver.ts'
import { codeOf } from '../../../media/engine/telephone-event.ts'

type Press = {
  readonly digit: string
  /** In packets of 20 ms. */
  readonly length: number
  readonly pause: number
}

type Sent = {
  readonly tick: number
  readonly press: number
  readonly code: number
  readonly timestamp: number
  readonly duration: number
  readonly end: boolean
  readonly marker: boolean
}

/** The packets of a phone after RFC 4733: an update each 20 ms, segments of a long key, the end three times. */
function sent(presses: readonly Press[], clockRate: number, start: number): Sent[] {
  const units = clockRate / 50
  let tick = 0
  return presses.flatMap(({ digit, length, pause }, press) => {
    const code = codeOf(digit) ?? 0
    let segment = 0
    const began = start + tick * units
    const packets = Array.from({ length: length + 3 }, (_, n): Sent => {
      const elapsed = Math.min(n + 1, length) * units
      if (elapsed - segment > 0xffff) segment += 0xffff
      return {
        tick: tick + n,
        press,
        code,
        timestamp: (began + segment) >>> 0,
        duration: elapsed - segment,
        end: n >= length,
        marker: n === 0,
      }
    })
    tick += length + 3 + pause
    return packets
  })
}

function told(packets: readonly Sent[]): string {
  const receiver = new DigitReceiver()
  return packets
    .map(({ tick, code, timestamp, duration, end, marker }, n) => {
      const header = { marker, payloadType: 101, sequence: n & 0xffff, timestamp, ssrc: 1 }
      return receiver.receive(header, { code, end, duration }, tick) ?? ''
    })
    .join('')
}

const press = fc.record({
  digit: fc.constantFrom('1', '1', '5', '9', '*', '#', 'D'),
  length: fc.integer({ min: 2, max: 200 }),
  pause: fc.integer({ min: 2, max: 100 }),
})
const phone = fc.record({
  presses: fc.array(press, { maxLength: 8 }),
  clockRate: fc.constantFrom(8000, 16_000, 48_000),
  start: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
})
const keysOf = (presses: readonly Press[]): string => presses.map(({ digit }) => digit).join('')

t.test('keys come as pressed, at any clock, doubles and long ones too', async () => {
  fc.assert(
    fc.property(phone, ({ presses, clockRate, start }) => {
      return told(sent(presses, clockRate, start)) === keysOf(presses)
    }),
    { numRuns: 500 },
  )
})

t.test('packets sent twice, or overtaken by the two behind them, press nothing anew', async () => {
  fc.assert(
    fc.property(phone, fc.infiniteStream(fc.nat(3)), ({ presses, clockRate, start }, fates) => {
      const packets = sent(presses, clockRate, start).flatMap((packet) => {
        const fate = Number(fates.next().value)
        const late = { packet, at: packet.tick + (fate > 1 ? 2.5 : 0) }
        return fate % 2 === 1 ? [{ packet, at: packet.tick }, late] : [late]
      })
      packets.sort((one, other) => one.at - other.at)
      return told(packets.map(({ packet }) => packet)) === keysOf(presses)
    }),
    { numRuns: 500 },
  )
})

t.test('a short key whose end overtakes its first packets is another key', async (t) => {
  // Found by the property above: seed 168164528, path 8:4:9:14:14:23:31:31:31:26:26.
  for (const length of [2, 4, 37]) {
    const presses = [
      { digit: '1', length, pause: 2 },
      { digit: '1', length: 2, pause: 2 },
    ]
    const packets = sent(presses, 8000, 0)
    const first = packets.slice(0, length + 3)
    const [begins, goesOn, ...ends] = packets.slice(length + 3) as [Sent, Sent, ...Sent[]]
    t.equal(told([...first, ...ends, begins, goesOn]), '11', `behind a key of ${length} packets`)
  }
})

t.test(
  'of each key one lost packet in three, its first or its ends too, changes nothing',
  async () => {
    fc.assert(
      fc.property(phone, fc.infiniteStream(fc.nat(2)), ({ presses, clockRate, start }, fates) => {
        let survived = -1
        let inRow = 0
        const packets = sent(presses, clockRate, start).filter((packet) => {
          // At most four in a row are lost, and never all of a key.
          const fate: unknown = fates.next().value
          const isLost = fate === 0 && inRow < 4 && survived === packet.press
          inRow = isLost ? inRow + 1 : 0
          if (!isLost) survived = packet.press
          return !isLost
        })
        return told(packets) === keysOf(presses)
      }),
      { numRuns: 500 },
    )
  },
)

t.test('a key without its first packets or without its ends is still one key', async (t) => {
  const packets = sent(
    [
      { digit: '5', length: 5, pause: 4 },
      { digit: '5', length: 5, pause: 4 },
    ],
    8000,
    0,
  )
  for (let lost = 1; lost < 8; lost++)
    t.equal(told(packets.filter((_, n) => n % 8 >= lost)), '55', `the first ${lost} are lost`)
  t.equal(told(packets.filter(({ end }) => !end)), '55', 'all ends are lost')
})

t.test('a phone that begins its timestamps anew is understood', async (t) => {
  const before = sent([{ digit: '1', length: 5, pause: 100 }], 8000, 2 ** 31)
  const after = sent([{ digit: '2', length: 5, pause: 4 }], 8000, 0)
  const later = after.map((packet) => ({ ...packet, tick: packet.tick + 100 }))
  t.equal(told([...before, ...later]), '12')
})
