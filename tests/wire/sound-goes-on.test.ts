import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { parseWav } from '../../media/engine/wav.ts'
import { untilFound } from '../../testkit/desk.ts'
import { type Position, positionsIn } from '../../testkit/sound/position.ts'
import { callSales, stage, untilSound } from '../../testkit/story.ts'

t.setTimeout(240_000)

const soundOf = async (id: string) =>
  parseWav(await readFile(new URL(`../../prompts/${id}.wav`, import.meta.url))).samples

/** Places at which the sound jumped, though it was heard on both sides of the jump. */
const jumps = (places: readonly Position[], length: number) =>
  places.flatMap((now, n) => {
    const before = places[n - 1]
    if (before === undefined || now.heardAt - before.heardAt > 800) return []
    return (before.place + now.heardAt - before.heardAt) % length === now.place ? [] : [now]
  })

t.test('music and a prompt go on where they were while the centre is killed', async (t) => {
  const { system, customer } = await stage(t)
  const [music, menu] = [await soundOf('music/default'), await soundOf('zh/menu')]
  const waiting = await callSales(system, customer)
  const lastSecond = () => waiting.heard(1000)
  await untilFound('the music', () => positionsIn(music, lastSecond().subarray(-1600)).length > 1)
  const choosing = await customer.call(system.hotline, { from: '13800138001' })
  await choosing.answered
  await untilSound(choosing)
  await choosing.sendDigits('1')
  await untilFound('the menu', () => positionsIn(menu, choosing.heard(600)).length > 1)

  await system.kill('centre')
  const killedAt = Date.now()
  await sleep(3000)
  const prompt = positionsIn(menu, choosing.heard(3000))
  t.ok(prompt.length > 10, `the prompt is heard in ${prompt.length} tenths of a second`)
  t.same(jumps(prompt, menu.length), [])
  t.ok((prompt.at(-1)?.place ?? 0) - (prompt[0]?.place ?? 0) > 16_000)

  await system.untilHealthy()
  const healthyAfter = Date.now() - killedAt
  t.comment(`healthy again ${healthyAfter} ms after SIGKILL`)
  await sleep(1500)
  const heard = positionsIn(music, waiting.heard(Date.now() - killedAt + 500))
  t.ok(heard.length > 10, `the music is heard in ${heard.length} tenths of a second`)
  t.same(jumps(heard, music.length), [], 'before, during and after the restart')
  waiting.hangUp()
  choosing.hangUp()
})
