import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Event, Fact } from '../../../core/event.ts'
import { type OfferReason } from '../../../core/offer-reason.ts'
import { someQuality, someReason } from '../../../testkit/samples.ts'
import { rungOf, silentTypes } from '../../../tools/ladder/rungs.ts'

const of = { contact: 'c7', queue: 'sales', agent: '1001', leg: 'c7.1', reason: 'no-answer' }
const caller = { ...of, from: '1', to: '95000', via: 'sip', flow: 'hotline', language: 'zh' }

/** One event of each type that has words. */
const samples: { readonly [Type in Fact['type']]?: object } = {
  'leg.arrived': { ...caller, number: '95000' },
  'leg.ringing': of,
  'leg.assigned': { ...of, party: { who: 'agent', agent: '1001' } },
  'leg.answered': of,
  'leg.digit': { ...of, digit: '5' },
  'leg.played': { ...of, play: 'c7.p1' },
  'leg.ended': of,
  'recording.ended': { recording: 'c7', file: 'c7.wav', seconds: 3, bytes: 9 },
  'recording.paused': { ...of, recording: 'c7' },
  'recording.resumed': { ...of, recording: 'c7', by: 'agent' },
  'leg.transferred': { ...of, status: 405 },
  'leg.measured': { ...of, quality: someQuality, final: true },
  'leg.mediaLost': { ...of, reason: 'silent-rtp' },
  'leg.answererDetected': { ...of, as: 'machine', beep: true, afterMs: 3100 },
  'media.faulted': { reason: 'disk-full', detail: 'ENOSPC', recording: 'c7' },
  'timer.fired': { timer: { kind: 'ring', of: 'c7' } },
  'agent.asked': { ...of, ask: { ask: 'switchQueue', queue: 'sales', to: 'open' } },
  'ask.refused': { ...of, ask: 'hold', reason: 'not-possible-now' },
  'contact.opened': { ...caller, policy: 'plain', draw: 0.5 },
  'contact.refused': { ...caller, reason: 'unknown-number' },
  'contact.answered': of,
  'contact.entered': { ...of, node: 'menu', label: { zh: '主菜单', en: 'Main menu' } },
  'contact.pressed': { ...of, node: 'menu', digits: '1' },
  'contact.switchedLanguage': { ...of, language: 'en' },
  'contact.leftFlow': { ...of, outcome: 'ended-in-flow', reason: 'finished' },
  'contact.queued': { ...of, since: 0, skills: { english: 3 }, priority: 50 },
  'contact.positioned': {
    ...of,
    position: 2,
    waiting: 3,
    first: true,
    tells: { position: true, waitSeconds: 180 },
    expected: { p50Ms: 150_000, p90Ms: 400_000 },
    passed: [{ agent: '1003', why: 'busy' }],
  },
  'contact.offered': { ...of, reason: someReason },
  'contact.overflowed': { ...of, why: 'size', to: { queue: 'support' } },
  'consult.asked': { ...of, by: '1001', colleague: '1002' },
  'consult.offered': { ...of, by: '1001', agent: '1002', policy: 'plain' },
  'consult.refused': { ...of, by: '1001', colleague: '1002', reason: 'busy' },
  'consult.dialled': { contact: 'c7', by: '1001', number: '138' },
  'consult.connected': { contact: 'c7', by: '1001', number: '138' },
  'consult.ended': { ...of, by: '1001', agent: '1002' },
  'contact.handedOver': { ...of, from: '1001', agent: '1002' },
  'outbound.requested': { ...of, number: '138', why: 'divert', shows: { number: '1' }, passed: [] },
  'outbound.routed': {
    ...of,
    number: '+86138',
    trunk: 'main',
    how: 'ring',
    perMinute: 10,
    passed: [{ trunk: 'spare', reason: 'off' }],
  },
  'outbound.refused': { ...of, number: '+86138', reason: 'spend-cap', passed: [] },
  'contact.diverted': { ...of, uri: 'sip:out@trunk' },
  'callback.asked': { ...of, number: '138' },
  'callback.booked': { ...of, number: '138', since: 0, until: 7_200_000 },
  'callback.merged': { ...of, into: 'c3' },
  'callback.due': of,
  'callback.dialled': { ...of, attempt: 1 },
  'callback.missed': { ...of, attempt: 1, retryAt: 300_000 },
  'callback.cancelled': { ...of, by: '2001' },
  'queue.switched': { ...of, to: 'closed', by: '2001' },
  'agent.spared': { ...of, why: 'over-cap', until: 10_000 },
  'agent.missed': of,
  'contact.connected': of,
  'contact.held': of,
  'contact.resumed': of,
  'contact.muted': { ...of, muted: true },
  'contact.dialled': { ...of, digits: '5' },
  'contact.agentLost': { ...of, reason: 'media-lost' },
  'contact.agentRejoined': of,
  'contact.transferred': { ...of, to: { agent: '1002' } },
  'agent.released': { ...of, why: 'not-connected' },
  'agent.wrappedUp': { ...of, disposition: 'sold', note: '', by: 'timer' },
  'contact.ended': { ...of, outcome: 'handled', reason: 'hung-up' },
}

const wordsOf = (fact: object) => {
  const rung = rungOf({ seq: 1, at: 0, ...fact } as Event, 'caller')
  return rung && [rung.text, ...(rung.more ?? [])]
}
const said = (type: Fact['type'], change: object = {}) => {
  const words = wordsOf({ type, ...samples[type], ...change }) ?? []
  return { zh: words.map(({ zh }) => zh).join('\n'), en: words.map(({ en }) => en).join('\n') }
}

t.test('every event has words in both languages, or is listed as saying nothing', async (t) => {
  const source = ['event', 'voice-fact', 'outbound-fact', 'consult-fact']
    .map((file) => readFileSync(new URL(`../../../core/${file}.ts`, import.meta.url), 'utf8'))
    .join('')
  const types = [...source.matchAll(/readonly type: '([^']+)'/g)].map(([, type]) => type ?? '')
  t.ok(types.length > 50)
  for (const type of new Set(types)) {
    const isSilent = silentTypes.some((silent) => silent === type)
    const words = wordsOf({ type, ...samples[type as Fact['type']] })
    t.equal(words === undefined, isSilent, type)
    for (const { zh, en } of words ?? []) {
      t.match(zh, /[一-鿿]/, `${type}: ${zh}`)
      t.notMatch(en, /[一-鿿]|undefined|NaN/, `${type}: ${en}`)
      t.notMatch(zh, /undefined|NaN/)
    }
  }
})

t.test('an offer says who was passed over, who waits on, and by what it was decided', async (t) => {
  const reason: OfferReason = {
    ...someReason,
    rule: 'best-skill',
    found: 'contact',
    policy: 'v2',
    points: 64,
    relaxed: 1,
    waitedMs: 64_000,
    idleMs: 0,
    able: 4,
    idle: 1,
    waiting: 3,
    passedAgents: [
      { agent: '1003' as never, why: 'busy' },
      { agent: '1004' as never, why: 'lacks-skill' },
    ],
    passedContacts: [
      { contact: 'c5' as never, why: 'lacks-skill' },
      { contact: 'c9' as never, why: 'younger' },
    ],
  }
  const { zh, en } = said('contact.offered', { reason })
  t.equal(
    en,
    [
      'offered to 1001 (sales): best skill, idle 0 s; 4 agents could serve, 1 of them idle',
      'the agent was free and took who was due; waited 64 s, 3 waiting; points 64; ' +
        'asks for less by now (step 1); policy v2',
      'passed over: 1003 busy; 1004 lacks a skill',
      'waiting on: c5 is due before, but needs a skill that 1001 lacks; c9 has waited less',
    ].join('\n'),
  )
  t.match(zh, '未选：1003 正忙；1004 技能不够')
  t.match(zh, '继续等候：c5 虽应在先，但 1001 缺少所需技能；c9 来得更晚')
  t.match(zh, '要求已放宽 1 步；策略 v2')
})

t.test(
  'a caller who waits is told what he is told, and the reader why nobody was free',
  async (t) => {
    t.equal(
      said('contact.positioned').en,
      [
        'is told: number 2 of 3 waiting, about 3 min to wait',
        'still expected: half of such calls wait up to 2.5 min, nine in ten up to 6.7 min',
        'nobody is free: 1003 busy',
      ].join('\n'),
    )
    const silent = { tells: { position: false }, expected: undefined, passed: undefined }
    t.equal(
      said('contact.positioned', silent).en,
      'stands at number 2 of 3 waiting; is told nothing',
    )
  },
)

t.test('each way out of a queue has its words', async (t) => {
  const to = (destination: object) => said('contact.overflowed', { to: destination }).en
  t.match(to({ queue: 'support' }), 'goes to the queue support')
  t.match(to({ uri: 'sip:out@trunk' }), 'goes to sip:out@trunk')
  t.match(to({ voicemail: true }), 'goes to voicemail')
  t.match(to({ callback: true }), 'goes to a callback')
  t.match(to({ goodbye: 'closed' }), 'goes to a goodbye (closed)')
})
