import t from 'tap'
import { createChallengeChoice } from '../../../sip/access/challenge-choice.ts'
import type { SipRequest } from '../../../sip/message.ts'

const from = (user: string, headers: Record<string, string> = {}): SipRequest =>
  ({
    source_address: '192.0.2.1',
    source_port: 5060,
    get: (name: string) => ({ from: `<sip:${user}@x>;tag=1`, ...headers })[name],
  }) as unknown as SipRequest

t.test('who comes back without an answer is asked for MD5 alone, for a while', async (t) => {
  let ms = 0
  const choice = createChallengeChoice(() => ms)
  const both = ['SHA-256', 'MD5']
  t.same(choice.algorithmsFor(from('anna')), both)
  t.same(choice.algorithmsFor(from('bert')), both)
  t.same(choice.algorithmsFor(from('anna')), ['MD5'], 'it did not understand')
  choice.sawAnswer(from('bert'))
  t.same(choice.algorithmsFor(from('bert')), both)
  ms = 300_001
  t.same(choice.algorithmsFor(from('anna')), both)
  const old = { 'user-agent': 'baresip v1.0.0 (x86_64/linux)' }
  t.same(choice.algorithmsFor(from('carl', old)), ['MD5'])
})
