import t from 'tap'
import { isPauseLong } from '../../desk/state/call-view.ts'
import { speechOf } from '../../desk/state/speech.ts'

const recording = (seconds: number, left?: number) => ({
  id: 'c1',
  endedAt: 0,
  seconds,
  bytes: 0,
  format: 'wav' as const,
  encrypted: false,
  ...(left !== undefined && { speech: { left, right: 1 - left, both: 0, neither: 0 } }),
})

t.test('who spoke is told of all recordings together, by their length', async (t) => {
  t.equal(speechOf([]), undefined)
  t.equal(speechOf([recording(60)]), undefined, 'an older one does not say')
  t.match(speechOf([recording(30, 0.5)]), { left: 0.5, right: 0.5 })
  t.match(speechOf([recording(30, 1), recording(90, 0), recording(600)]), { left: 0.25 })
})

t.test('a pause of a minute is one that was forgotten', async (t) => {
  t.notOk(isPauseLong(0, 59_999))
  t.ok(isPauseLong(0, 60_000))
})
