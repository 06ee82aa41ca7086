import { createDecoder } from 'libopus-wasm'
import t from 'tap'
import { decodePage } from '../../../media/recording/ogg-page.ts'
import { createOpusWriter } from '../../../media/recording/opus-writer.ts'
import { levelAt, tone } from '../../../testkit/sound/tone.ts'

/** A whole file of two sides, of equal length. */
async function write(left: Int16Array, right: Int16Array): Promise<Buffer> {
  const writer = await createOpusWriter(77)
  const both = Int16Array.from({ length: 2 * left.length }, (_, n) =>
    n % 2 === 0 ? (left[n >> 1] ?? 0) : (right[n >> 1] ?? 0),
  )
  const bytes: Uint8Array[] = [writer.begin()]
  for (let at = 0; at < both.length; at += 16_000)
    bytes.push(writer.take(both.slice(at, at + 16_000)))
  bytes.push(writer.end())
  writer.free()
  return Buffer.concat(bytes)
}

/** Pages with their packets, read as RFC 3533 has it. */
function pagesOf(ogg: Buffer) {
  const pages = []
  for (let at = 0; at < ogg.length;) {
    const page = decodePage(ogg, at)
    if (page === undefined) throw new Error(`no page at ${at}`)
    const lengths = ogg.subarray(at + 27, at + 27 + (ogg[at + 26] ?? 0))
    const packets: Buffer[] = []
    let start = at + 27 + lengths.length
    let end = start
    for (const length of lengths) {
      end += length
      if (length === 255) continue
      packets.push(ogg.subarray(start, end))
      start = end
    }
    pages.push({ ...page, packets })
    at = page.end
  }
  return pages
}

/** The two streams of a packet: the first tells its length, RFC 6716 appendix B. */
function split(packet: Buffer): [Buffer, Buffer] {
  const [toc = 0, first = 0, second = 0] = packet
  const [length, start] = first < 252 ? [first, 2] : [first + 4 * second, 3]
  const left = Buffer.concat([Buffer.of(toc), packet.subarray(start, start + length)])
  return [left, packet.subarray(start + length)]
}

async function decode(ogg: Buffer): Promise<[Int16Array, Int16Array]> {
  const options = { sampleRate: 8000, channels: 1 } as const
  const decoders = [await createDecoder(options), await createDecoder(options)] as const
  const sides: [number[], number[]] = [[], []]
  for (const { packets } of pagesOf(ogg).slice(2))
    for (const packet of packets)
      for (const [side, stream] of split(packet).entries())
        sides[side as 0 | 1].push(...decoders[side as 0 | 1].decode(stream))
  return [Int16Array.from(sides[0]), Int16Array.from(sides[1])]
}

t.test('the pages of an Ogg Opus file are as RFC 7845 wants them', async (t) => {
  const ogg = await write(tone(600, 2500), tone(1000, 2500))
  const pages = pagesOf(ogg)
  t.same(
    pages.map(({ sequence, serial }) => [sequence, serial]),
    pages.map((_, n) => [n, 77]),
  )
  t.same(
    pages.map(({ isFirst, isLast }) => [isFirst, isLast]),
    pages.map((_, n) => [n === 0, n === pages.length - 1]),
  )
  const [head, tags] = pages.map(({ packets }) => packets[0] ?? Buffer.alloc(0))
  t.equal(head?.toString('latin1', 0, 8), 'OpusHead')
  t.same([...(head?.subarray(8, 10) ?? [])], [1, 2], 'version 1, two channels')
  const preSkip = head?.readUInt16LE(10) ?? 0
  t.equal(head?.readUInt32LE(12), 8000)
  t.same([...(head?.subarray(18) ?? [])], [1, 2, 0, 0, 1], 'two streams, none coupled')
  t.equal(tags?.toString('latin1', 0, 8), 'OpusTags')
  t.same(
    pages.map(({ granule }) => granule),
    [0, 0, 48_000, 96_000, 2.5 * 48_000 + preSkip],
    'the last one trims what was added at the end',
  )
})

t.test('each side is heard on its own side alone, a whisper beside a shout too', async (t) => {
  for (const [shout, whisper] of [
    [0.5, 0.5],
    [0.5, 0.005],
  ] as const) {
    const [left, right] = await decode(
      await write(tone(600, 5000, shout), tone(1000, 5000, whisper)),
    )
    const [steadyLeft, steadyRight] = [left.subarray(16_000), right.subarray(16_000)]
    t.ok(levelAt(600, steadyLeft) > 0.8 * shout)
    t.ok(levelAt(1000, steadyRight) > 0.7 * whisper, 'the quiet one is there')
    t.ok(levelAt(600, steadyRight) < 0.001 * shout, 'and 60 dB under it there is nothing else')
    t.ok(levelAt(1000, steadyLeft) < 0.001)
  }
})

t.test('fifty of the longest packets fit into a page', async (t) => {
  const noise = Int16Array.from(
    { length: 8000 },
    (_, n) => ((n * 7919 * (n % 97)) % 65_536) - 32_768,
  )
  const ogg = await write(noise, noise)
  t.equal(pagesOf(ogg).at(-1)?.isLast, true)
})
