import t from 'tap'
import { type LegId, named } from '../../core/names.ts'
import { makeTrunk } from '../../testkit/samples.ts'
import { arrived, createStage, settle } from './fakes.ts'

const carrier = makeTrunk('carrier', { codecs: ['g722', 'pcma'], srtp: 'required' })
const plain = makeTrunk('plain')

t.test('a party of a trunk is offered and accepted what the trunk says', async (t) => {
  const stage = await createStage()
  const setTrunks = { do: 'setTrunks', trunks: [carrier, plain], unknownSources: 'accept' } as const
  stage.voice.perform(setTrunks)
  const ring = { do: 'ring', caller: { number: '138' }, autoAnswer: false } as const
  const [to, leg] = [{ trunk: carrier.id, digits: '138' }, named<LegId>('c1.1')]
  stage.voice.perform({ ...ring, leg, to })
  stage.voice.perform({ ...ring, leg: named<LegId>('c1.2'), to: { ...to, trunk: plain.id } })
  const ids = ['one', 'two', 'three'].map((id) => named<LegId>(id))
  const trunks = [carrier.id, plain.id, undefined]
  for (const [n, leg] of ids.entries()) {
    const trunk = trunks[n]
    stage.sip.onFact({ ...arrived, leg, ...(trunk && { trunk }) })
    stage.voice.perform({ do: 'answer', leg })
  }
  await settle()
  t.same(
    stage.asked.filter((asked) => asked.startsWith('media.')),
    [
      'media.offer.sip(g722 pcma required) c1.1',
      'media.offer.sip c1.2',
      'media.answer(g722 pcma required) one',
      'media.answer two',
      'media.answer three',
    ],
  )
  t.equal(stage.asked[0], 'sip.setTrunks')

  stage.voice.perform({ ...setTrunks, trunks: [] })
  stage.voice.perform({ ...ring, leg: named<LegId>('c1.3'), to })
  await settle()
  t.ok(stage.asked.includes('media.offer.sip c1.3'), 'what was said before is forgotten')
})
