import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { createRecordingKey, type RecordingKeys } from '../../../media/recording/recording-key.ts'
import { SealedFile } from '../../../media/recording/sealed-file.ts'
import {
  chunkBytes,
  sealedChunkBytes,
  sealedHeaderBytes,
} from '../../../media/recording/sealed-format.ts'
import { Sealer } from '../../../media/recording/sealer.ts'

const current = createRecordingKey(randomBytes(32))
const keys: RecordingKeys = { current, old: [] }

/** Sealed in pieces of any length, as the sound comes. */
function seal(content: Uint8Array, pieceBytes = 1000, key = current): Buffer {
  const sealer = new Sealer(key, 'wav', randomBytes(32))
  const sealed: Uint8Array[] = [sealer.header]
  for (let at = 0; at < content.length; at += pieceBytes)
    sealed.push(sealer.take(content.subarray(at, at + pieceBytes)))
  return Buffer.concat([...sealed, sealer.end('last')])
}

async function folder(t: Test): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'callwright-sealed-'))
  t.teardown(() => rm(dir, { recursive: true }))
  return join(dir, 'sealed')
}

async function withFile<Result>(
  path: string,
  bytes: Uint8Array,
  use: (file: SealedFile) => Promise<Result>,
  known: RecordingKeys = keys,
): Promise<Result> {
  await writeFile(path, bytes)
  const handle = await open(path)
  try {
    return await use(await SealedFile.open(handle, known))
  } finally {
    await handle.close()
  }
}

/** All of it, if it is proven to be whole; else undefined. */
const readProven = async (path: string, bytes: Uint8Array): Promise<Uint8Array | undefined> => {
  try {
    return await withFile(path, bytes, (file) =>
      file.ending === 'unfinished' ? Promise.resolve(undefined) : file.read(0, file.bytes),
    )
  } catch {
    return undefined
  }
}

const content = (most: number) => fc.uint8Array({ maxLength: most, size: 'max' })

t.test('any range of a sealed file is the same slice of its content', async (t) => {
  const path = await folder(t)
  await fc.assert(
    fc.asyncProperty(
      content(3 * chunkBytes),
      fc.integer({ min: 1, max: 9000 }),
      fc.nat(4 * chunkBytes),
      fc.nat(4 * chunkBytes),
      async (plain, piece, start, length) => {
        const slice = await withFile(path, seal(plain, piece), (file) => {
          t.equal(file.bytes, plain.length)
          t.equal(file.ending, 'whole')
          return file.read(start, start + length)
        })
        return Buffer.from(plain.subarray(start, start + length)).equals(slice)
      },
    ),
    { numRuns: 100 },
  )
})

t.test('a content of whole chunks has an empty last one', async (t) => {
  const path = await folder(t)
  for (const chunks of [0, 1, 2]) {
    const plain = randomBytes(chunks * chunkBytes)
    t.same(await readProven(path, seal(plain)), plain)
  }
})

t.test('a flipped bit anywhere is found', async (t) => {
  const path = await folder(t)
  await fc.assert(
    fc.asyncProperty(content(2 * chunkBytes), fc.nat(), fc.nat(7), async (plain, where, bit) => {
      const sealed = seal(plain)
      const at = where % sealed.length
      sealed[at] = (sealed[at] ?? 0) ^ (1 << bit)
      return (await readProven(path, sealed)) === undefined
    }),
    { numRuns: 200 },
  )
})

t.test('a file that is cut anywhere, or goes on behind its end, is found', async (t) => {
  const path = await folder(t)
  await fc.assert(
    fc.asyncProperty(content(3 * chunkBytes), fc.nat(), async (plain, where) => {
      const sealed = seal(plain)
      return (await readProven(path, sealed.subarray(0, where % sealed.length))) === undefined
    }),
    { numRuns: 100 },
  )
  const sealed = seal(randomBytes(2 * chunkBytes))
  for (let chunks = 0; chunks <= 2; chunks++) {
    const cut = sealed.subarray(0, sealedHeaderBytes + chunks * sealedChunkBytes)
    t.equal(await readProven(path, cut), undefined, `after ${chunks} chunks`)
  }
  const longer = Buffer.concat([sealed, sealed.subarray(sealedHeaderBytes)])
  t.equal(await readProven(path, longer), undefined)
})

t.test('chunks that change places, or come from another file, are found', async (t) => {
  const path = await folder(t)
  const plain = randomBytes(3 * chunkBytes)
  const [one, other] = [seal(plain), seal(plain)]
  const chunk = (file: Buffer, index: number) => {
    const at = sealedHeaderBytes + index * sealedChunkBytes
    return file.subarray(at, at + sealedChunkBytes)
  }
  const swapped = Buffer.concat([
    one.subarray(0, sealedHeaderBytes),
    ...[1, 0, 2, 3].map((index) => chunk(one, index)),
  ])
  t.equal(await readProven(path, swapped), undefined)
  const mixed = Buffer.concat([
    one.subarray(0, sealedHeaderBytes),
    ...[one, other, one, one].map((file, index) => chunk(file, index)),
  ])
  t.equal(await readProven(path, mixed), undefined)
  t.same(await readProven(path, one), plain)
})

t.test(
  'an old key opens what it sealed; without it the file says which key it wants',
  async (t) => {
    const path = await folder(t)
    const old = createRecordingKey(randomBytes(32))
    const plain = randomBytes(5000)
    const sealed = seal(plain, 1000, old)
    const rotated = { current, old: [old] }
    t.same(await withFile(path, sealed, (file) => file.read(0, 5000), rotated), plain)
    await t.rejects(
      withFile(path, sealed, (file) => file.read(0, 5000)),
      {
        why: 'no-key',
        message: new RegExp(old.id),
      },
    )
  },
)

t.test(
  'the same content is never sealed to the same bytes, and nothing of it shines through',
  async (t) => {
    const plain = Buffer.alloc(10_000, 7)
    const [one, other] = [seal(plain), seal(plain)]
    t.notOk(one.equals(other))
    t.notOk(one.includes(Buffer.alloc(16, 7)))
  },
)
