import fc from 'fast-check'
import t from 'tap'
import {
  receiveKey,
  type KeyReport,
  type KeyMethod,
  noKeys,
  windowMs,
} from '../../voice/leg-keys.ts'

/** The digits that count, of reports in their order. */
function told(reports: readonly KeyReport[]): string {
  let keys = noKeys
  let digits = ''
  for (const report of reports) {
    const heard = receiveKey(keys, report)
    keys = heard.keys
    if (heard.isNew) digits += report.digit
  }
  return digits
}

const by = (way: KeyMethod, at: number, digit = '1'): KeyReport => ({ digit, by: way, at })

t.test('a key that comes two ways counts once, whichever comes first', async (t) => {
  t.equal(told([by('event', 0), by('info', 5)]), '1')
  t.equal(told([by('info', 0), by('event', 40)]), '1')
  t.equal(told([by('tone', 0), by('info', 900)]), '1')
})

t.test('the same key pressed twice in a hurry counts twice', async (t) => {
  t.equal(told([by('event', 0), by('event', 100)]), '11')
  t.equal(told([by('event', 0), by('event', 100), by('info', 120), by('info', 180)]), '11')
  t.equal(told([by('event', 0), by('info', 90), by('event', 100), by('info', 190)]), '11')
})

t.test('a key that one way loses is told by the other', async (t) => {
  t.equal(told([by('event', 0), by('info', 50), by('info', 150)]), '11')
})

t.test('an INFO that comes when a long key is let go is that key', async (t) => {
  t.equal(told([by('event', 0), by('info', windowMs - 1)]), '1')
  t.equal(told([by('event', 0), by('info', windowMs)]), '11', 'later it is another one')
})

t.test('once a key was signalled, tones are not believed any more', async (t) => {
  const torn = [
    by('tone', 0, '5'),
    by('info', 100, '5'),
    by('tone', 9000, '7'),
    by('tone', 9100, '7'),
  ]
  t.equal(told([...torn, by('info', 9200, '7')]), '57')
})

type Pressed = { readonly digit: string; readonly pause: number; readonly delays: [number, number] }

const presses = fc.array(
  fc.record({
    digit: fc.constantFrom('1', '5'),
    pause: fc.integer({ min: 80, max: 4000 }),
    delays: fc.tuple(fc.nat(1400), fc.nat(1400)),
  }),
  { maxLength: 20 },
)

/** What each way reports, each in its own order, merged by time. */
function reportsOf(pressed: readonly Pressed[], isLost: (press: number) => boolean): KeyReport[] {
  const ways: readonly KeyMethod[] = ['event', 'info']
  const streams = ways.map((way, index) => {
    let [now, last] = [0, 0]
    return pressed.map(({ digit, pause, delays }) => {
      now += pause
      last = Math.max(last, now + (delays[index] ?? 0))
      return by(way, last, digit)
    })
  })
  const [events = [], infos = []] = streams
  const reports = [...events, ...infos.filter((_, press) => !isLost(press))]
  return reports.sort((one, other) => one.at - other.at)
}

const sorted = (digits: string): string => digits.split('').sort().join('')
const keysOf = (pressed: readonly Pressed[]): string => pressed.map(({ digit }) => digit).join('')

t.test(
  'every press told both ways, late and interleaved as may be, counts exactly once',
  async () => {
    fc.assert(
      fc.property(presses, (pressed) => {
        const heard = told(reportsOf(pressed, () => false))
        return sorted(heard) === sorted(keysOf(pressed))
      }),
      { numRuns: 2000 },
    )
  },
)

t.test('what one way tells wholly is counted wholly, however much the other loses', async () => {
  fc.assert(
    fc.property(presses, fc.array(fc.boolean(), { maxLength: 20 }), (pressed, lost) => {
      const heard = told(reportsOf(pressed, (press) => lost[press] === true))
      return sorted(heard) === sorted(keysOf(pressed))
    }),
    { numRuns: 2000 },
  )
})

t.test('a way alone is believed in its own order', async () => {
  fc.assert(
    fc.property(presses, fc.constantFrom<KeyMethod>('event', 'tone', 'info'), (pressed, way) => {
      let now = 0
      const reports = pressed.map(({ digit, pause }) => by(way, (now += pause), digit))
      return told(reports) === keysOf(pressed)
    }),
  )
})
