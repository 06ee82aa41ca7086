import fc from 'fast-check'
import t from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import { type AgentId, type LegId, named, type PromptId } from '../../core/names.ts'
import type { SignallingFact } from '../../sip/signalling.ts'
import { createStage, settle, type Stage } from './fakes.ts'

/** `begins` is true once per leg: ids are never used again. */
type Step = (stage: Stage, begins: (leg: LegId) => boolean) => unknown

const legs = ['a', 'b', 'c'].map((name) => named<LegId>(name))
const aLeg = fc.constantFrom(...legs)
const perform =
  (effect: VoiceEffect): Step =>
  ({ voice }) =>
    voice.perform(effect)
const tell =
  (fact: SignallingFact): Step =>
  ({ sip }) =>
    sip.onFact(fact)

const first =
  (leg: LegId, step: Step): Step =>
  (stage, begins) =>
    begins(leg) && step(stage, begins)
const ring = (leg: LegId): Step =>
  first(
    leg,
    perform({
      do: 'ring',
      leg,
      agent: named<AgentId>('1001'),
      to: { softphone: named<AgentId>('1001') },
      caller: { number: '1' },
      autoAnswer: false,
    }),
  )
const arrive = (leg: LegId, offer: string): Step =>
  first(leg, tell({ type: 'leg.arrived', leg, number: '95000', from: '1', via: 'sip', offer }))
const hear = (one: LegId, other: LegId): Step =>
  perform({ do: 'hear', rows: [[one, [{ leg: other }, { music: named<PromptId>('m') }]]] })

const step: fc.Arbitrary<Step> = fc.oneof(
  aLeg.map(ring),
  fc.tuple(aLeg, fc.constantFrom('good', 'bad')).map(([leg, offer]) => arrive(leg, offer)),
  aLeg.map((leg) => perform({ do: 'answer', leg })),
  aLeg.map((leg) => perform({ do: 'refuse', leg, status: 404, reason: 'unknown-number' })),
  aLeg.map((leg) => perform({ do: 'hangUp', leg, reason: 'finished' })),
  fc.tuple(aLeg, aLeg).map(([one, other]) => hear(one, other)),
  aLeg.map((leg) => tell({ type: 'leg.ended', leg, reason: 'hung-up' })),
  aLeg.map((leg) => tell({ type: 'leg.answered', leg })),
  fc
    .tuple(aLeg, fc.constantFrom('good', 'bad'))
    .map(([leg, answer]) => tell({ type: 'leg.answered', leg, answer })),
  aLeg.map(
    (leg): Step =>
      ({ fromMedia }) =>
        fromMedia({ type: 'leg.mediaLost', leg, reason: 'path-lost' }),
  ),
  aLeg.map(
    (leg): Step =>
      ({ fromMedia }) =>
        fromMedia({ type: 'leg.stranded', leg, reason: 'path-lost' }),
  ),
  fc.constant<Step>(({ open }) => open()),
  fc.constant<Step>(settle),
)

t.test('in whatever order things come, each leg ends once, and is silent afterwards', async (t) => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const stage = await createStage({ slowMedia: true, refuses: 'bad' })
    const begun = new Set<LegId>()
    const begins = (leg: LegId): boolean => !begun.has(leg) && begun.add(leg).size > 0
    for (const step of steps) await step(stage, begins)
    await stage.voice.stop()
    for (let n = 0; n < 50; n += 1) await stage.open()
    for (const leg of begun) {
      const told = stage.facts.flatMap((fact) =>
        'leg' in fact && fact.leg === leg ? [fact.type] : [],
      )
      t.equal(told.indexOf('leg.ended'), told.length - 1, `${leg}: ${told.join(' ')}`)
    }
    t.equal(stage.voice.legCount(), 0)
    t.notOk(stage.facts.some((fact) => 'leg' in fact && !begun.has(fact.leg)))
  })
  await fc.assert(property, { numRuns: 200 })
})
