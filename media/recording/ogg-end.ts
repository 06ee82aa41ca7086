import { decodePage, encodePage, type Page } from './ogg-page.ts'
import { granuleRate } from './opus-writer.ts'
import type { Content } from './recorded.ts'

/** What is whole of an Ogg Opus file whose writer was killed. */
type OggEnd = {
  /** Where the last whole page ends. */
  readonly end: number
  readonly seconds: number
  /** A page that ends the stream, where it has none. */
  readonly lastPage: Uint8Array
}

/** Longer than any page, RFC 3533 section 6. */
const windowBytes = 128 * 1024
/** The pre-skip in the packet of the first page, RFC 7845 section 5.1. */
const preSkipAt = 28 + 10

/** Undefined where not even the first page is whole. */
export async function findOggEnd(content: Content): Promise<OggEnd | undefined> {
  const read = async (at: number) => Buffer.from(await content.read(at, at + windowBytes))
  let window = await read(0)
  const preSkip = window.length > preSkipAt + 2 ? window.readUInt16LE(preSkipAt) : 0
  let [from, last]: [number, (Page & { end: number }) | undefined] = [0, undefined]
  for (let at = 0; ;) {
    let page = decodePage(window, at - from)
    if (page === undefined && from + window.length < content.bytes && from < at) {
      from = at
      window = await read(at)
      page = decodePage(window, 0)
    }
    if (page === undefined) return last && endBehind(last, at, preSkip)
    at = from + page.end
    last = page
  }
}

function endBehind(page: Page, end: number, preSkip: number): OggEnd {
  const { granule, serial, sequence, isLast } = page
  const next = { granule, serial, sequence: sequence + 1, isFirst: false, isLast: true }
  return {
    end,
    seconds: Math.max(0, granule - preSkip) / granuleRate,
    lastPage: isLast ? new Uint8Array() : encodePage(next, []),
  }
}
