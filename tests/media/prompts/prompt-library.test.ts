import { mkdir, mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { PromptLibrary } from '../../../media/prompts/prompt-library.ts'
import { dominantHz, tone } from '../../../testkit/sound/tone.ts'
import { wavBytes } from './wav-bytes.ts'

const everyMs = 20

async function openLibrary(t: Test, files: Readonly<Record<string, Uint8Array>>) {
  const folder = await mkdtemp(join(tmpdir(), 'prompt-library-'))
  const write = async (name: string, bytes: Uint8Array) => {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  for (const [name, bytes] of Object.entries(files)) await write(name, bytes)
  const sounds = new Map<string, Int16Array>()
  const faults: string[] = []
  const open = async () => {
    const library = await PromptLibrary.open(
      folder,
      {
        learned: (id, sound) => sounds.set(id, sound),
        forgotten: (id) => sounds.delete(id),
        fault: (fault) => faults.push(fault),
      },
      everyMs,
    )
    t.teardown(async () => {
      await library.stop()
      await rm(folder, { recursive: true, force: true })
    })
  }
  return { folder, write, sounds, faults, open }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (isSo()) return
    await pass(10)
  }
  throw new Error('it never came to that')
}

t.test('every file below the folder is learned, and bad ones are told and left out', async (t) => {
  const good = wavBytes(tone(1000, 100))
  const { folder, sounds, faults, open } = await openLibrary(t, {
    'tone.wav': good,
    'zh/number/3.wav': wavBytes(tone(1000, 100, 0.3, 48_000), { rate: 48_000 }),
    'zh/empty.wav': new Uint8Array(),
    'zh/cut.wav': good.subarray(0, 300),
    'zh/huge.wav': good,
    'zh/text.wav': Buffer.from('not a sound'),
    'read-me.txt': Buffer.from('no prompt'),
  })
  // 100 MB without taking any room.
  await truncate(join(folder, 'zh/huge.wav'), 100_000_000)
  await mkdir(join(folder, 'folder.wav'))
  await open()
  t.same([...sounds.keys()].sort(), ['tone', 'zh/number/3'])
  t.equal(dominantHz(sounds.get('zh/number/3') ?? new Int16Array()), 1000)
  t.same(faults.sort(), [
    'prompt zh/cut: cut off',
    'prompt zh/empty: not a WAV file',
    'prompt zh/huge: larger than 36000000 bytes',
    'prompt zh/text: not a WAV file',
  ])
  await pass(10 * everyMs)
  t.equal(faults.length, 4, 'each is told once')
})

t.test('without its folder there is no library', async (t) => {
  const { folder, open } = await openLibrary(t, {})
  await rm(folder, { recursive: true })
  await t.rejects(open(), { code: 'ENOENT' })
})

t.test('files that come, change and go are noticed while it runs', async (t) => {
  const { folder, write, sounds, faults, open } = await openLibrary(t, {
    'one.wav': wavBytes(tone(500, 200)),
    'two.wav': Buffer.from('bad'),
  })
  await open()
  t.same(faults, ['prompt two: not a WAV file'])
  await write('music/new.wav', wavBytes(tone(700, 200)))
  await until(() => sounds.has('music/new'))
  await write('one.wav', wavBytes(tone(900, 300)))
  await until(() => sounds.get('one')?.length === 2400)
  t.equal(dominantHz(sounds.get('one') ?? new Int16Array()), 900)
  await write('two.wav', wavBytes(tone(900, 300)))
  await until(() => sounds.has('two'))
  await rm(join(folder, 'one.wav'))
  await until(() => !sounds.has('one'))
  await write('two.wav', Buffer.from('worse'))
  await until(() => faults.length === 2)
  t.ok(sounds.has('two'), 'a bad file does not take the place of a good sound')
})

t.test('a file that is still being copied is left alone until it stands', async (t) => {
  const { folder, write, sounds, faults, open } = await openLibrary(t, {})
  await open()
  const bytes = wavBytes(tone(500, 1000))
  for (let part = 1; part <= 20; part++) {
    await write('slow.wav', bytes.subarray(0, (bytes.length * part) / 20))
    // Its time is of the copy's making: another one each time.
    await utimes(join(folder, 'slow.wav'), part, part)
    await pass(everyMs / 4)
  }
  await until(() => sounds.has('slow'))
  t.equal(sounds.get('slow')?.length, 8000)
  t.ok(faults.every((fault) => fault.endsWith('cut off')))
})

t.test('a folder that is away for a while is told once and its prompts stay', async (t) => {
  const { folder, sounds, faults, open } = await openLibrary(t, {
    'a.wav': wavBytes(tone(500, 50)),
  })
  await open()
  await rename(folder, `${folder}.away`)
  await until(() => faults.length > 0)
  await pass(5 * everyMs)
  t.equal(faults.length, 1)
  t.ok(sounds.has('a'))
  await rename(`${folder}.away`, folder)
})
