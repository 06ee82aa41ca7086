import t from 'tap'
import type { RecordingId } from '../../../core/names.ts'
import { SpeechCounter } from '../../../media/engine/voice-activity.ts'
import { framesOf, join16, pause, prompt } from './speech.ts'
import { Table } from './table.ts'

const words = (ms: number): Int16Array => prompt('en/menu').subarray(0, ms * 8)
/** Ten seconds: the caller alone, both, the agent alone, nobody. */
const caller = join16(words(4000), pause(6000))
const agent = join16(pause(3000), words(5000), pause(2000))

t.test('each moment is the caller’s, the agents’, both’s or nobody’s', async (t) => {
  const counter = new SpeechCounter()
  t.equal(counter.share, undefined)
  const agents = [...framesOf(agent)]
  for (const [n, frame] of [...framesOf(caller)].entries()) counter.take(frame, agents[n] ?? frame)
  const { left = 0, right = 0, both = 0, neither = 0 } = counter.share ?? {}
  const near = (share: number, expected: number) => Math.abs(share - expected) < 0.06
  t.ok(near(left, 0.3) && near(both, 0.1) && near(right, 0.4) && near(neither, 0.2))
  t.ok(Math.abs(left + right + both + neither - 1) < 0.003)
})

t.test('a recording tells at its end who spoke, and leaves out what was paused', async (t) => {
  const table = new Table()
  const [one, other] = [table.seat('caller'), table.seat('anna')]
  const recording = 'c1' as RecordingId
  const listen = (left: Int16Array, right: Int16Array) => {
    const agents = [...framesOf(right)]
    for (const [n, frame] of [...framesOf(left)].entries()) {
      one.speaks(frame)
      other.speaks(agents[n] ?? pause(20))
      table.pass(20)
    }
  }
  table.perform({ do: 'record', recording, left: one.id, right: [other.id] })
  listen(words(4000), pause(4000))
  table.perform({ do: 'pauseRecording', recording })
  listen(pause(6000), words(6000))
  table.perform({ do: 'resumeRecording', recording })
  table.perform({ do: 'stopRecording', recording })
  const { left = 0, right = 1 } = table.recordings.get(recording)?.speech ?? {}
  t.ok(left > 0.9, `the caller spoke ${left}`)
  t.ok(right < 0.05, `the agent spoke ${right}`)
})
