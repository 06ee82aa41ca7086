import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPolicy } from '../../acd/policy/policy.ts'
import type { Text } from '../../core/language.ts'
import { named, type PromptId, type QueueId } from '../../core/names.ts'
import type { Policy } from '../../core/policy.ts'
import type { Flow, Queue, Tenant } from '../../core/tenant.ts'
import { checkFlow } from '../../ivr/check-flow.ts'
import { readFlow } from '../../ivr/read-flow.ts'
import type { Store } from '../store/store.ts'
import { demoSkills, demoStaff } from './demo-staff.ts'

/** The word before a person's number: agent 1001 logs in with `demo-1001`. Published, so refused off this machine. */
export const demoPassword = (person: string): string => `demo-${person}`

/** A small company: one hotline, three queues, ten agents, their supervisor and the administrator. */
export function demoTenant(): Tenant {
  const queues = [sales, support, billing]
  return {
    id: 'demo',
    hotlines: [
      { number: '95000', name: { zh: '客服热线', en: 'Customer hotline' }, flow: named('hotline') },
    ],
    queues,
    people: demoStaff,
    flows: [readHotlineFlow(queues)],
    skills: demoSkills,
    policy: readDemoPolicy(),
  }
}

/** Fills an empty store with the demo company; false when the store holds a configuration already. */
export function installDemo(store: Pick<Store, 'install'>): Promise<boolean> {
  const tenant = demoTenant()
  const passwords = tenant.people.map(({ id }) => [id, demoPassword(id)] as const)
  return store.install(tenant, Object.fromEntries(passwords))
}

const dispositions = {
  resolved: { zh: '已解决', en: 'Resolved' },
  followUp: { zh: '需要跟进', en: 'Needs follow-up' },
  callBack: { zh: '约定回电', en: 'Call back agreed' },
  wrongNumber: { zh: '打错电话', en: 'Wrong number' },
}

const sales = queue(
  'sales',
  { zh: '销售', en: 'Sales' },
  {
    sold: { zh: '已成交', en: 'Sold' },
    interested: { zh: '有意向', en: 'Interested' },
    notInterested: { zh: '无意向', en: 'Not interested' },
    callBack: dispositions.callBack,
    wrongNumber: dispositions.wrongNumber,
  },
)
const support = queue(
  'support',
  { zh: '技术支持', en: 'Support' },
  {
    resolved: dispositions.resolved,
    escalated: { zh: '已升级', en: 'Escalated' },
    followUp: dispositions.followUp,
    wrongNumber: dispositions.wrongNumber,
  },
)
const billing = queue(
  'billing',
  { zh: '账单', en: 'Billing' },
  {
    resolved: dispositions.resolved,
    refund: { zh: '已申请退款', en: 'Refund requested' },
    complaint: { zh: '投诉', en: 'Complaint' },
    followUp: dispositions.followUp,
    wrongNumber: dispositions.wrongNumber,
  },
)

function queue(id: string, name: Text, endings: Readonly<Record<string, Text>>): Queue {
  return {
    id: named<QueueId>(id),
    name,
    serviceLevelSeconds: 20,
    music: named<PromptId>('music/default'),
    dispositions: Object.entries(endings).map(([ending, words]) => ({ id: ending, name: words })),
  }
}

function readHotlineFlow(queues: readonly Queue[]): Flow {
  const path = join(import.meta.dirname, '../../ivr/flows/hotline.json')
  const reading = readFlow(JSON.parse(readFileSync(path, 'utf8')))
  if (!reading.ok) throw new Error(`${path} cannot be read: ${reading.faults.join('; ')}`)
  const prompts = join(import.meta.dirname, '../../prompts')
  const hasPrompt = (id: string) => existsSync(join(prompts, `${id}.wav`))
  const faults = checkFlow(reading.flow, { queues, skills: [], hasPrompt })
  if (faults.length > 0) throw new Error(`${path} cannot go live: ${faults.join('; ')}`)
  return reading.flow
}

function readDemoPolicy(): Policy {
  const path = join(import.meta.dirname, 'policy.json')
  const reading = readPolicy(JSON.parse(readFileSync(path, 'utf8')))
  if (reading.ok) return reading.policy
  throw new Error(`${path} cannot be read: ${reading.faults.map(({ text }) => text.en).join('; ')}`)
}
