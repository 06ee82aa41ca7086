import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { Espeak } from '../../../media/speech/espeak.ts'

const { error } = spawnSync('espeak-ng', ['--version'])
const skip = error === undefined ? false : `espeak-ng does not run: ${error.message}`
const never = new AbortController().signal

/** Another program in espeak-ng's place. */
async function inItsPlace(t: Test, script: string) {
  const folder = await mkdtemp(join(tmpdir(), 'espeak-'))
  t.teardown(() => rm(folder, { recursive: true, maxRetries: 5 }))
  const program = join(folder, 'program')
  await writeFile(program, `#!/bin/sh\n${script.replaceAll('HERE', folder)}\n`)
  await chmod(program, 0o755)
  return { folder, speech: new Espeak(program) }
}

t.test('words are spoken in Chinese and English', { skip }, async (t) => {
  const speech = new Espeak()
  const rms = (sound: Int16Array) =>
    20 *
    Math.log10(Math.sqrt(sound.reduce((sum, one) => sum + one * one, 0) / sound.length) / 32_768)
  const chinese = await speech.render({ say: '您好，请稍候。', language: 'zh' }, never)
  const english = await speech.render({ say: 'Hello, please wait.', language: 'en' }, never)
  for (const sound of [chinese, english]) {
    t.ok(sound.length > 6000 && sound.length < 32_000, `${sound.length} samples`)
    t.ok(Math.abs(rms(sound) + 21) < 1.5, `as loud as the prompts: ${rms(sound)} dB`)
    t.ok(sound.buffer instanceof SharedArrayBuffer)
  }
  const twice = await speech.render({ say: '您好，请稍候。', language: 'zh' }, never)
  t.same(twice, chinese, 'the same each time')
})

t.test('words are never read by a shell or as options', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'espeak-'))
  t.teardown(() => rm(folder, { recursive: true, maxRetries: 5 }))
  const say = `-w ${folder}/a.wav $(touch ${folder}/b) \`touch ${folder}/c\`; touch ${folder}/d`
  await new Espeak().render({ say, language: 'en' }, never)
  for (const name of ['a.wav', 'b', 'c', 'd']) await t.rejects(readFile(join(folder, name)))
})

t.test('without the program, or where it fails, it says so', async (t) => {
  const words = { say: 'secret', language: 'en' } as const
  await t.rejects(new Espeak('no-such-program').render(words, never), { code: 'ENOENT' })
  const { speech } = await inItsPlace(t, 'cat > /dev/null; exit 3')
  await t.rejects(speech.render(words, never), { message: /program ended with 3$/ })
  const silent = await inItsPlace(t, 'exit 0')
  await t.rejects(silent.speech.render(words, never), { message: 'not a WAV file' })
  const endless = await inItsPlace(t, 'exec cat /dev/zero')
  await t.rejects(endless.speech.render(words, never), { message: /program ended with SIGKILL$/ })
})

t.test('a program that hangs is killed when the time is over', async (t) => {
  const { folder, speech } = await inItsPlace(t, 'echo $$ > HERE/pid; exec sleep 600')
  const signal = AbortSignal.timeout(500)
  await t.rejects(speech.render({ say: 'x', language: 'en' }, signal), { name: 'AbortError' })
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'))
  const isAlive = () => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  for (let tries = 0; isAlive() && tries < 200; tries++) await pass(10)
  t.notOk(isAlive())
})
