import { named } from '../../core/names.ts'
import type { Person, Tenant } from '../../core/tenant.ts'
import type { AdminApi } from '../admin/admin-api.ts'
import { demoRefusal, demoRouting } from './demo-policy.ts'
import { demoTenant } from './demo-tenant.ts'
import { demoTrunking, demoTrunkingRefusal, demoTrunkStates } from './demo-trunking.ts'
import { demoAgents } from './demo-views.ts'

const people: readonly Person[] = [
  ...demoAgents(Date.now()).map(({ id, name, role, queues, skills, tiers }) => ({
    id,
    name,
    role,
    queues,
    skills,
    tiers,
  })),
  { id: named('2001'), name: '赵敏', role: 'supervisor', queues: [] },
  { id: named('admin'), name: 'Admin', role: 'admin', queues: [] },
]

const tenant: Tenant = {
  id: demoTenant.id,
  hotlines: demoTenant.hotlines.map((hotline) => ({ ...hotline, flow: named('hotline') })),
  queues: demoTenant.queues.map((queue) => ({
    ...queue,
    music: named('music/default'),
  })),
  skills: demoTenant.skills,
  policy: demoRouting.policy,
  people: people.map((person) =>
    person.id === '1002' ? { ...person, phone: 'sip:1002@192.168.1.20' } : person,
  ),
  flows: [
    {
      id: named('hotline'),
      name: { zh: '客服热线', en: 'Customer hotline' },
      language: 'zh',
      start: 'welcome',
      nodes: {
        welcome: {
          kind: 'menu',
          label: { zh: '选择语言', en: 'Choose a language' },
          prompts: ['zh/welcome', 'en/welcome'],
          keys: { '1': 'chinese' },
          timeoutSeconds: 5,
          tries: 2,
          otherwise: 'chinese',
        },
        chinese: {
          kind: 'language',
          label: { zh: '中文', en: 'Chinese' },
          language: 'zh',
          next: 'menu',
        },
        menu: {
          kind: 'menu',
          label: { zh: '主菜单', en: 'Main menu' },
          prompts: ['menu'],
          keys: { '0': 'menu', '1': 'sales', '2': 'support' },
          timeoutSeconds: 6,
          tries: 3,
          otherwise: 'goodbye',
        },
        sales: { kind: 'queue', label: { zh: '销售', en: 'Sales' }, queue: 'sales' },
        support: { kind: 'queue', label: { zh: '技术支持', en: 'Support' }, queue: 'support' },
        goodbye: {
          kind: 'hangUp',
          label: { zh: '再见', en: 'Goodbye' },
          prompts: ['goodbye'],
        },
      },
    },
  ],
}

export const previewAdmin: AdminApi = {
  tenant: () => Promise.resolve(tenant),
  changePerson: () => Promise.resolve(),
  routing: () => Promise.resolve(demoRouting),
  saveRouting: () => Promise.reject(demoRefusal()),
  saveSkills: () => Promise.resolve(),
  trunking: () => Promise.resolve(demoTrunking),
  saveTrunking: () => Promise.reject(demoTrunkingRefusal()),
  trunkStates: () => Promise.resolve(demoTrunkStates),
  health: () => Promise.resolve({ able: true, checkedAt: Date.now() }),
}
