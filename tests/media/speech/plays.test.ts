import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { LegId, PlayId, PromptId } from '../../../core/names.ts'
import type { Prompt } from '../../../core/sound.ts'
import type { EngineEffect } from '../../../media/facts.ts'
import { HttpSpeech } from '../../../media/speech/http-speech.ts'
import { Plays } from '../../../media/speech/plays.ts'
import type { SpeechFailure } from '../../../media/speech/provider.ts'
import { SpeechFiles } from '../../../media/speech/speech-files.ts'
import { SpeechSounds } from '../../../media/speech/speech-sounds.ts'
import { startService } from './speech-service.ts'

const [anna, bert] = ['anna', 'bert'] as LegId[] as [LegId, LegId]
const menu = 'zh/menu' as PromptId
const sorry = 'zh/failed' as PromptId

/** Plays with a speech service whose answers the test lets go. */
async function stage(t: Test, withSpeech = true) {
  const dataDir = await mkdtemp(join(tmpdir(), 'plays-'))
  t.teardown(() => rm(dataDir, { recursive: true, maxRetries: 5 }))
  const service = await startService(t)
  const answer = service.state.answer
  const held: (() => void)[] = []
  service.state.answer = (response, asked) => held.push(() => answer(response, asked))
  const ignore = () => undefined
  const speech = new SpeechSounds(
    { provider: new HttpSpeech(service.url), timeoutMs: 1000 },
    new SpeechFiles(dataDir),
    { learned: ignore, forgotten: ignore, unkept: ignore },
  )
  const orders: EngineEffect[] = []
  const faults: [LegId, SpeechFailure['reason']][] = []
  const plays = new Plays(withSpeech ? speech : undefined, {
    order: (effect) => orders.push(effect),
    fault: ({ reason }, leg) => faults.push([leg, reason]),
  })
  const play = (leg: LegId, id: string, ...prompts: Prompt[]) =>
    plays.play({ do: 'play', leg, play: id as PlayId, prompts })
  /** What the engine was told to play, in order. */
  const played = () =>
    orders.flatMap((order) =>
      order.do === 'play' ? [`${order.leg} ${order.play}: ${order.prompts.join(' ')}`] : [],
    )
  const until = async (isSo: () => boolean) => {
    for (let tries = 0; tries < 500 && !isSo(); tries++) await pass(10)
  }
  const asked = (count: number) => until(() => held.length === count)
  return { plays, orders, faults, play, played, held, asked, until }
}

const words = (say: string, otherwise?: PromptId): Prompt => ({
  say,
  language: 'zh',
  ...(otherwise && { otherwise }),
})

t.test('recorded prompts are ordered at once', async (t) => {
  const { play, played } = await stage(t)
  play(anna, 'p1', menu, sorry)
  t.same(played(), ['anna p1: zh/menu zh/failed'])
})

t.test('words are waited for, and only by their own leg', async (t) => {
  const { play, played, held, asked, until } = await stage(t)
  play(anna, 'p1', menu, words('你好'))
  play(bert, 'p2', menu)
  await asked(1)
  t.same(played(), ['bert p2: zh/menu'])
  held[0]?.()
  await until(() => played().length === 2)
  t.match(played()[1], /^anna p1: zh\/menu speech\/[0-9a-f]{64}$/)
  play(anna, 'p3', words('你好'))
  t.match(played()[2], /^anna p3: speech\//, 'from now on they are at hand')
})

t.test('the same order again changes nothing while it waits', async (t) => {
  const { play, played, held, asked, until } = await stage(t)
  for (let n = 0; n < 3; n++) play(anna, 'p1', words('你好'))
  await asked(1)
  play(anna, 'p1', words('你好'))
  held[0]?.()
  await until(() => played().length > 0)
  await pass(50)
  t.equal(played().length, 1)
})

t.test('a newer play wins over one that waits, spoken or not', async (t) => {
  const { play, played, held, asked, until } = await stage(t)
  play(anna, 'p1', words('一'))
  play(anna, 'p2', menu)
  play(bert, 'p3', words('二'))
  play(bert, 'p4', words('三'))
  await asked(3)
  held[2]?.()
  await until(() => played().length === 2)
  held[0]?.()
  held[1]?.()
  await pass(100)
  t.match(played(), ['anna p2: zh/menu', /^bert p4: speech\//])
  t.equal(played().length, 2)
})

t.test('a play that is stopped, or whose leg is gone, is not played any more', async (t) => {
  const { plays, orders, play, played, held, asked } = await stage(t)
  play(anna, 'p1', words('一'))
  play(bert, 'p2', words('二'))
  await asked(2)
  plays.stop({ do: 'stopPlay', leg: anna, play: 'p0' as PlayId })
  plays.stop({ do: 'stopPlay', leg: anna, play: 'p1' as PlayId })
  plays.close(bert)
  for (const answer of held) answer()
  await pass(100)
  t.same(played(), [])
  t.equal(orders.length, 2, 'the engine hears of both stops')
})

t.test('the stop of another play leaves the waiting one alone', async (t) => {
  const { plays, play, played, held, asked, until } = await stage(t)
  play(anna, 'p1', words('一'))
  await asked(1)
  plays.stop({ do: 'stopPlay', leg: anna, play: 'p0' as PlayId })
  held[0]?.()
  await until(() => played().length > 0)
  t.match(played(), [/^anna p1/])
})

t.test('words that do not come are replaced or left out, and the rest is played', async (t) => {
  const { play, played, faults, until } = await stage(t)
  play(anna, 'p1', menu, words('一', sorry), words('二'))
  await until(() => played().length > 0)
  t.same(played(), ['anna p1: zh/menu zh/failed'])
  t.same(faults, [
    [anna, 'speech-timeout'],
    [anna, 'speech-timeout'],
  ])
  play(bert, 'p2', words('三'))
  await until(() => played().length > 1)
  t.same(played()[1], 'bert p2: ', 'an empty play is ordered, too: the engine tells its end')
})

t.test('where speech is off, words are replaced at once', async (t) => {
  const { play, played, faults, until } = await stage(t, false)
  play(anna, 'p1', words('一', sorry))
  await until(() => played().length > 0)
  t.same(played(), ['anna p1: zh/failed'])
  t.same(faults, [[anna, 'speech-failed']])
})
