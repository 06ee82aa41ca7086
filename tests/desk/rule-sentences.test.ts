import t from 'tap'
import { named, type QueueId, type SkillId } from '../../core/names.ts'
import { type CallbackRule, plainRule, type QueueRule } from '../../core/policy.ts'
import { routingMessages } from '../../desk/messages/routing-messages.ts'
import { ruleMessages } from '../../desk/messages/rule-messages.ts'
import { ruleSentences } from '../../desk/state/rule-sentences.ts'
import { isWhole, rowsOf, skillChanges, skillsBodyOf } from '../../desk/state/skill-changes.ts'

const sales = named<QueueId>('sales')
const network = { id: named<SkillId>('network'), name: { zh: '网络', en: 'Networks' } }
const names = {
  queues: [{ id: sales, name: { zh: '销售', en: 'Sales' } }],
  skills: [network],
} as never

const say = (rule: Partial<QueueRule>, language: 'zh' | 'en' = 'en') => {
  const tongue = { rule: ruleMessages[language], routing: routingMessages[language], language }
  const sentences = ruleSentences({ ...plainRule(sales), ...rule }, tongue, names)
  return Object.fromEntries(sentences.map(({ part, text }) => [part, text]))
}

t.test(
  'a plain rule says who serves, in which order, for how long, and what is told',
  async (t) => {
    t.same(say({}), {
      strategy: 'longest idle first',
      order: '0 points to begin with, 1 more for each second waited',
      times: 'rings for 15 s, wrap-up 30 s',
      announce: 'place every 30 s',
      hours: 'always open',
      recording: 'from the talk with the agent on',
    })
  },
)

t.test('each side of a rule that is used is read in its own sentence', async (t) => {
  const said = say({
    strategy: 'top-down',
    tier: 2,
    weight: 3,
    preferredSeconds: 60,
    skills: { [network.id]: 3 },
    relax: [
      { afterSeconds: 20, enoughLevel: 2 },
      { afterSeconds: 60, enoughLevel: 0, tier: 3, queue: sales },
    ],
    limits: [
      { when: 'size', above: 20, to: { callback: true } },
      { when: 'wait', above: 300, to: { queue: sales } },
    ],
    opening: {
      holidays: ['2026-10-01'],
      closedTo: { voicemail: true },
      emergencyTo: { queue: sales },
    },
  })
  t.match(said, {
    strategy: 'in the order of the list, tiers 1 to 2 first',
    order: /weight ×3$/,
    skills: 'Networks 3 or better',
    relax:
      'after 20 s: level 2 is enough; after 1 min: no skill is asked for, down to tier 3, agents of Sales, too',
    preferred: /1 min$/,
    limits: 'when 20 wait → a callback; after 5 min of waiting → the queue Sales',
    hours: 'always open; one holiday; when closed → voicemail; in an emergency → the queue Sales',
  })
})

t.test('what is recorded is told, and whether keys are heard in it', async (t) => {
  const masked = say({ recording: { when: 'answer', mask: true } }, 'zh')
  t.equal(masked['recording'], '从应答开始，包括语音菜单和等待，按键音录为静音')
  t.equal(say({ recording: { when: 'never', mask: true } })['recording'], 'nothing')
})

t.test(
  'callbacks are told with key, attempts and who is dialled first, also in Chinese',
  async (t) => {
    const callback: CallbackRule = {
      key: '*',
      first: 'customer' as const,
      attempts: 3,
      retrySeconds: 300,
      ringSeconds: 25,
      windowSeconds: 7200,
      uri: 'sip:{number}@trunk',
    }
    t.match(
      say({ callback }, 'zh').callback,
      '按 * 键登记；最多拨 3 次，间隔 5 分钟；2 小时内有效；先拨客户',
    )
  },
)

t.test('what a table of skills would change is told by kind', async (t) => {
  const rows = rowsOf([network])
  t.same(skillChanges([network], rows), [])
  const billing = { id: 'billing', zh: '账单', en: 'Billing' }
  t.match(skillChanges([network], [billing, { id: '', zh: '', en: '' }]), [
    { kind: 'removed', id: 'network' },
    { kind: 'added', id: 'billing', after: '账单 / Billing' },
  ])
  t.match(skillChanges([network], [{ ...rows[0], en: 'Net' } as never]), [{ kind: 'renamed' }])
  t.notOk(isWhole([billing, billing]))
  t.notOk(isWhole([{ ...billing, id: 'Bad Id' }]))
  t.ok(isWhole([billing]))
  t.same(skillsBodyOf([billing]), {
    skills: [{ id: 'billing', name: { zh: '账单', en: 'Billing' } }],
  })
})
