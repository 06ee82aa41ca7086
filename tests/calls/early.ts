import { type FlowId, named } from '../../core/names.ts'
import type { Flow, Tenant } from '../../core/tenant.ts'
import { readFlow } from '../../ivr/read-flow.ts'
import { tenant } from '../../testkit/calls/tenant.ts'

const label = { zh: '早', en: 'early' }
const nodes = {
  english: { kind: 'language', label, language: 'en', next: 'hint' },
  hint: { kind: 'say', label, prompts: ['please-wait'], next: 'menu' },
  menu: {
    kind: 'menu',
    label,
    prompts: ['menu'],
    keys: { '1': 'sales' },
    otherwise: 'goodbye',
    timeoutSeconds: 5,
    tries: 2,
  },
  sales: { kind: 'queue', label, queue: 'sales' },
  goodbye: { kind: 'hangUp', label, prompts: ['goodbye'] },
  moved: { kind: 'hangUp', label, prompts: ['closed-now'], status: 410 },
}

/** The flow that begins at this node, before the call is answered. */
function flowFrom(start: keyof typeof nodes): Flow {
  const read = readFlow({ id: start, name: label, language: 'zh', early: true, start, nodes })
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.flow
}

export const earlyStarts = ['english', 'sales', 'goodbye', 'moved'] as const

/** The number of each of these flows is `early-` and the node that it begins at. */
export const withEarly: Tenant = {
  ...tenant,
  hotlines: [
    ...tenant.hotlines,
    ...earlyStarts.map((id) => ({ number: `early-${id}`, name: label, flow: named<FlowId>(id) })),
  ],
  flows: [...tenant.flows, ...earlyStarts.map(flowFrom)],
}
