import t from 'tap'
import { type RtpAddress, Latch } from '../../../media/engine/latch.ts'

const at = (port: number, address = '198.51.100.7') => ({ address, port })
const [home, attacker] = [at(4000), at(666, '203.0.113.66')]

/** A stream from one source: packets in order, 20 ms apart unless it says otherwise. */
class Stream {
  #sequence = 65_534
  readonly #latch: Latch
  readonly #source: RtpAddress
  readonly #ssrc: number

  constructor(latch: Latch, source: RtpAddress, ssrc = 1) {
    this.#latch = latch
    this.#source = source
    this.#ssrc = ssrc
  }

  /** How the latch judges the next packet, at this ms. */
  send(ms: number): string {
    this.#sequence = (this.#sequence + 1) & 0xffff
    return this.#latch.judge(this.#source, this.#ssrc, this.#sequence, ms)
  }

  sends(packets: number, from = 0): readonly string[] {
    return Array.from({ length: packets }, (_, n) => this.send(from + n * 20))
  }
}

const times = (count: number, word: string) => Array<string>(count).fill(word)

t.test('until something is heard, sound goes where the party said', async (t) => {
  t.same(new Latch(home).target, home)
})

t.test('the signalled address is believed at its first packet, and nobody after it', async (t) => {
  const latch = new Latch(home)
  t.equal(new Stream(latch, home).send(0), 'party')
  for (const other of [attacker, at(4002)])
    t.same(new Stream(latch, other).sends(20, 20), times(20, 'stranger'))
  t.same(latch.target, home)
})

t.test('behind a NAT another port of the address needs three packets in a row', async (t) => {
  const latch = new Latch(home)
  const anna = new Stream(latch, at(61_000))
  t.same(anna.sends(3), ['candidate', 'candidate', 'party'])
  t.same(latch.target, at(61_000))
  t.equal(new Stream(latch, at(61_001)).sends(9, 60).at(-1), 'stranger')
  t.equal(anna.send(300), 'party')
})

t.test('another address needs eight, so that one who tries all ports gets none', async (t) => {
  const latch = new Latch(at(4000, '10.0.0.5'))
  t.same(new Stream(latch, attacker).sends(3), times(3, 'candidate'))
  t.same(latch.target, at(4000, '10.0.0.5'), 'nothing was stolen')
  t.same(new Stream(latch, home).sends(8), [...times(7, 'candidate'), 'party'])
  t.same(latch.target, home)
})

t.test('packets that are not in a row prove nothing', async (t) => {
  const latch = new Latch(home)
  for (let n = 0; n < 50; n++)
    t.equal(latch.judge(attacker, n, n * 100, n * 20), 'candidate', 'a new stream each time')
  t.same(latch.target, home)
})

t.test('who was faster than the party cannot shut it out', async (t) => {
  const latch = new Latch(home)
  const thief = new Stream(latch, attacker, 666)
  t.equal(thief.sends(8).at(-1), 'party')
  t.equal(new Stream(latch, home).send(200), 'party')
  t.same(latch.target, home)
  t.same(thief.sends(20, 220), times(20, 'stranger'))
})

t.test('so many strangers at once do not shut out a party behind a NAT for long', async (t) => {
  const latch = new Latch(home)
  for (let port = 0; port < 100; port++) latch.judge(at(port + 1, '203.0.113.66'), port, 0, 0)
  t.equal(new Stream(latch, at(61_000)).sends(3, 220).at(-1), 'party')
})

t.test('another stream from the party’s source is the party’s after two packets', async (t) => {
  const latch = new Latch(home)
  new Stream(latch, home, 1).sends(10)
  t.same(new Stream(latch, home, 2).sends(3, 200), ['candidate', 'party', 'party'])
})

t.test('a stream that is put between the party’s packets is not heard', async (t) => {
  const latch = new Latch(home)
  const [anna, forger] = [new Stream(latch, home, 1), new Stream(latch, home, 2)]
  anna.send(0)
  for (let n = 1; n < 50; n++) {
    t.equal(forger.send(n * 20), 'candidate')
    t.equal(forger.send(n * 20), 'candidate', 'two at once prove nothing')
    t.equal(anna.send(n * 20 + 5), 'party')
  }
})
