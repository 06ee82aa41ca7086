import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t from 'tap'
import type { LegId, PlayId, PromptId } from '../../core/names.ts'
import type { Prompt } from '../../core/sound.ts'
import type { MediaFact } from '../../media/facts.ts'
import type { Media } from '../../media/media.ts'
import { dominantHz, tone, wavOf } from '../../testkit/sound/tone.ts'
import { heard } from './engine/table.ts'
import { connect, furnish, until } from './room.ts'
import { sayTone, startService } from './speech/speech-service.ts'

// A media room with its engine thread, real phones, and a speech service that says tones.

const [one, two] = ['one', 'two'] as LegId[] as [LegId, LegId]
const beep = 'tone' as PromptId
const words = (say: string, otherwise?: PromptId): Prompt => ({
  say,
  language: 'en',
  ...(otherwise && { otherwise }),
})

const play = (media: Media, leg: LegId, id: string, ...prompts: Prompt[]) =>
  media.perform({ do: 'play', leg, play: id as PlayId, prompts })

const playedIn = (facts: readonly MediaFact[]) =>
  facts.flatMap((fact) => (fact.type === 'leg.played' ? [fact.play] : []))
const faultsIn = (facts: readonly MediaFact[]) =>
  facts.flatMap((fact) => (fact.type === 'media.faulted' && 'leg' in fact ? [fact.reason] : []))
const untilPlayed = (facts: readonly MediaFact[], count: number) =>
  until(() => (playedIn(facts).length >= count ? true : undefined))

t.test('words are heard between prompts, while another party is not kept waiting', async (t) => {
  const service = await startService(t)
  const answer: (() => void)[] = []
  service.state.answer = (response, asked) => answer.push(() => sayTone(1000, 600)(response, asked))
  const speech = { provider: 'http', url: service.url, timeoutMs: 10_000 } as const
  const { media, facts, phone } = await furnish(t, { speech })
  const [anna, bert] = [await phone(0), await phone(0)]
  await connect(media, one, anna)
  await connect(media, two, bert)
  play(media, one, 'p1', beep, words('your balance is'))
  play(media, two, 'p2', beep)
  await untilPlayed(facts, 1)
  t.same(playedIn(facts), ['p2'])
  answer[0]?.()
  await untilPlayed(facts, 2)
  t.same(heard(anna.sound, [1000, 2000]), [1000, 2000])
  t.same(heard(bert.sound, [1000, 2000]), [2000])
  anna.forget()
  play(media, one, 'p3', words('your balance is'))
  await untilPlayed(facts, 3)
  t.same(heard(anna.sound, [1000, 2000]), [1000])
  t.equal(service.state.requests, 1)
  t.same(faultsIn(facts), [])
})

t.test('words that time out are replaced, and the call goes on', async (t) => {
  const service = await startService(t, () => undefined)
  const speech = { provider: 'http', url: service.url, timeoutMs: 300 } as const
  const { media, facts, phone } = await furnish(t, { speech })
  const anna = await phone(0)
  await connect(media, one, anna)
  play(media, one, 'p1', words('hello', beep))
  await untilPlayed(facts, 1)
  t.equal(dominantHz(anna.sound), 2000)
  t.same(faultsIn(facts), ['speech-timeout'])
  service.state.answer = (response) => response.writeHead(500).end()
  play(media, one, 'p2', words('hello'))
  await untilPlayed(facts, 2)
  t.same(playedIn(facts), ['p1', 'p2'], 'nothing to be heard, and told as played')
  t.same(faultsIn(facts), ['speech-timeout', 'speech-failed'])
  t.notMatch(JSON.stringify(facts), 'hello', 'what was to be said stays private')
  play(media, one, 'p3', beep)
  await untilPlayed(facts, 3)
})

t.test('a play that waits for its words is overtaken by a newer one, and told once', async (t) => {
  const service = await startService(t, () => undefined)
  const speech = { provider: 'http', url: service.url, timeoutMs: 400 } as const
  const { media, facts, phone } = await furnish(t, { speech })
  await connect(media, one, await phone(0))
  play(media, one, 'p1', words('first', beep))
  play(media, one, 'p2', beep)
  await untilPlayed(facts, 1)
  play(media, one, 'p3', words('second', beep))
  media.perform({ do: 'stopPlay', leg: one, play: 'p3' as PlayId })
  await pass(800)
  t.same(playedIn(facts), ['p2'])
})

t.test('a prompt that comes while it runs is heard', async (t) => {
  const { media, facts, promptsDir, phone } = await furnish(t, { promptsCheckMs: 200 })
  const anna = await phone(0)
  await connect(media, one, anna)
  const news = 'news' as PromptId
  play(media, one, 'p0', news)
  await untilPlayed(facts, 1)
  t.same(faultsIn(facts), ['prompt-unreadable'], 'until then it is left out, and told')
  await writeFile(join(promptsDir, 'news.wav'), wavOf(tone(700, 1000)))
  for (let tries = 1; tries < 120 && dominantHz(anna.sound) !== 700; tries++) {
    anna.forget()
    play(media, one, `p${tries}`, news)
    await pass(500)
  }
  t.equal(dominantHz(anna.sound), 700)
})
