import t from 'tap'
import { dominantHz, tone } from '../../../testkit/sound/tone.ts'
import { Table, terms } from './table.ts'

for (const ptimeMs of [10, 20, 30, 40])
  t.test(
    `a party that wants ${ptimeMs} ms in a packet gets all sound in such packets`,
    async (t) => {
      const table = new Table()
      const anna = table.seat('anna', { ...terms, ptimeMs })
      const sweep = tone(1000, 1200)
      const prompts = [table.prompt('tone', sweep)]
      table.perform({ do: 'play', leg: anna.id, play: 'c1.p1' as never, prompts })
      table.pass(1200)
      const size = ptimeMs * 8
      t.equal(anna.packets.length, 1200 / ptimeMs)
      t.same(new Set(anna.packets.map((packet) => packet.getPayload().byteLength)), new Set([size]))
      const begin = anna.packets[0]?.getTimestamp() ?? 0
      t.same(
        anna.packets.map((packet) => (packet.getTimestamp() - begin) >>> 0),
        anna.packets.map((_, n) => n * size),
      )
      t.equal(dominantHz(anna.sound), 1000)
      const error = anna.sound.reduce((sum, sample, n) => sum + (sample - (sweep[n] ?? 0)) ** 2, 0)
      const power = sweep.reduce((sum, sample) => sum + sample ** 2, 0)
      t.ok(10 * Math.log10(power / error) > 35, 'nothing but what the law takes away')
    },
  )

for (const ms of [10, 30, 40])
  t.test(`a party may send ${ms} ms in a packet to one that wants 20`, async (t) => {
    const table = new Table()
    const [anna, bert, carl] = [table.seat('anna'), table.seat('bert'), table.seat('carl')]
    const rows = [[anna.id, [{ leg: bert.id }, { leg: carl.id }]] as const]
    table.perform({ do: 'hear', rows })
    for (let passed = 0; passed < 1200; passed += 20) {
      bert.saysFor(1000, ms, passed)
      table.pass(20)
    }
    t.equal(anna.packets.length, 60)
    t.equal(dominantHz(anna.sound.subarray(-4000)), 1000)
  })
