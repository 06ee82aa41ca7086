import { named, type PromptId, type SkillId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import { callbackRule } from '../../testkit/calls/tenant.ts'
import { withEarly as tenant } from './early.ts'
import { mainTrunk, outbound as outboundRules, spareTrunk, withTrunks } from './trunks.ts'

/** A party outside the centre: by its URI, and by its number. */
export const outside = 'sip:partner@outside'
export const number = '13900139000'

const english = { id: named<SkillId>('english'), name: { zh: '英语', en: 'English' } }

/** Sales rings everybody and is recorded from the answer on, support never; support asks for English, which Bert has to wait for; three misses make not ready. */
const varied: Tenant = {
  ...tenant,
  skills: [english],
  people: tenant.people.map((person, n) => ({
    ...person,
    skills: { [english.id]: ([5, 2, 3] as const)[n] ?? 1 },
  })),
  policy: {
    version: 'varied',
    agents: { ...tenant.policy.agents, missesToNotReady: 3 },
    queues: tenant.policy.queues.map((rule) => {
      if (rule.queue === 'sales')
        return { ...rule, strategy: 'ring-all', recording: { when: 'answer', mask: true } }
      if (rule.queue !== 'support') return rule
      const relax = [{ afterSeconds: 20, enoughLevel: 2 } as const]
      const skills = { [english.id]: 3 } as const
      return { ...rule, skills, relax, recording: { when: 'never', mask: false } }
    }),
  },
}

const brief = { ...callbackRule, retrySeconds: 10, ringSeconds: 15, windowSeconds: 100 }
const emergencyTo = { goodbye: named<PromptId>('emergency') }

/** Callers are led out of both queues by every way there is; windows are short, so that all comes to an end. */
const leading: Tenant = {
  ...tenant,
  policy: {
    ...tenant.policy,
    version: 'leading',
    queues: tenant.policy.queues.map((rule) => {
      if (rule.queue === 'sales')
        return {
          ...rule,
          callback: brief,
          limits: [
            { when: 'size', above: 2, to: { queue: named('support') } },
            { when: 'wait', above: 15, to: { uri: outside } },
          ],
        }
      if (rule.queue !== 'support') return rule
      return {
        ...rule,
        callback: { ...brief, first: 'agent' },
        limits: [
          { when: 'size', above: 2, to: { callback: true } },
          { when: 'wait', above: 25, to: { voicemail: true } },
        ],
        opening: { closedTo: { voicemail: true }, emergencyTo },
      }
    }),
  },
}

/** Numbers outside, by trunks of which one leads its own callers, within a small budget. */
const trunked: Tenant = {
  ...withTrunks(tenant),
  trunks: [{ ...mainTrunk, transfer: 'refer' }, spareTrunk],
  outbound: {
    ...outboundRules,
    spend: { perHour: 15, currency: 'CNY', rates: [{ pattern: '+86*', perMinute: 5 }] },
  },
  policy: {
    ...tenant.policy,
    version: 'trunked',
    queues: tenant.policy.queues.map((rule) => {
      if (rule.queue !== 'sales') return rule
      const limits = [{ when: 'wait', above: 25, to: { number } } as const]
      return { ...rule, limits, callback: { ...brief, uri: '{number}' } }
    }),
  },
}

export const houses = { plain: tenant, varied, leading, trunked }
