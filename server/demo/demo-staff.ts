import type { Text } from '../../core/language.ts'
import { type AgentId, named, type QueueId, type SkillId } from '../../core/names.ts'
import type { Level, Skills } from '../../core/policy.ts'
import type { Person, Skill } from '../../core/tenant.ts'

const skill = (id: string, name: Text): Skill => ({ id: named<SkillId>(id), name })

export const demoSkills: readonly Skill[] = [
  skill('technical', { zh: '技术', en: 'Technical' }),
  skill('product', { zh: '产品', en: 'Products' }),
  skill('refunds', { zh: '退款', en: 'Refunds' }),
  skill('english', { zh: '英语', en: 'English' }),
  skill('mandarin', { zh: '普通话', en: 'Mandarin' }),
]

const sales = named<QueueId>('sales')
const support = named<QueueId>('support')
const billing = named<QueueId>('billing')

type StaffRow = readonly [
  id: string,
  name: string,
  queues: readonly QueueId[],
  /** In the order of the skills above; 0 is none. */
  levels: readonly (0 | Level)[],
  /** Of the second tier, who serves billing when the first cannot. */
  helpsOut?: 'helps out in billing',
]

const agents: readonly StaffRow[] = [
  ['1001', '王丽 Anna Wang', [sales, support, billing], [4, 3, 2, 5, 5]],
  ['1002', '李强 Bert Li', [sales, support], [3, 4, 0, 0, 5]],
  ['1003', '张伟 David Zhang', [support, billing], [5, 0, 3, 3, 5]],
  ['1004', '刘芳 Fiona Liu', [sales, billing], [0, 5, 4, 0, 5]],
  ['1005', '陈静 Grace Chen', [sales, support, billing], [2, 2, 3, 4, 5], 'helps out in billing'],
  ['1006', '杨洋 Henry Yang', [support, billing], [4, 0, 5, 0, 5]],
  ['1007', '赵敏 Mia Zhao', [sales, support], [2, 3, 0, 2, 5]],
  ['1008', '周杰 Jack Zhou', [sales, billing], [0, 4, 1, 0, 4]],
  ['1009', '吴迪 Leo Wu', [support, billing], [3, 0, 2, 3, 5]],
  ['1010', '孙悦 Joy Sun', [sales, support, billing], [1, 2, 1, 5, 5], 'helps out in billing'],
]

function agentOf([id, name, queues, levels, helpsOut]: StaffRow): Person {
  const skills: Skills = Object.fromEntries(
    demoSkills.flatMap((each, index) => (levels[index] ? [[each.id, levels[index]]] : [])),
  )
  return {
    id: named<AgentId>(id),
    name,
    role: 'agent',
    queues,
    skills,
    ...(helpsOut && { tiers: { [billing]: 2 } }),
  }
}

const supervisor: Person = {
  id: named<AgentId>('2001'),
  name: '林涛 Tom Lin',
  role: 'supervisor',
  queues: [],
}
const administrator: Person = {
  id: named<AgentId>('admin'),
  name: '管理员 Administrator',
  role: 'admin',
  queues: [],
}

export const demoStaff: readonly Person[] = [...agents.map(agentOf), supervisor, administrator]
