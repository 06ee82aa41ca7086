import { named } from '../../core/names.ts'
import { chinesePlan } from '../../core/numbering/dial-plans.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { OutboundRules, Trunk } from '../../core/trunk.ts'
import { tenant } from '../../testkit/calls/tenant.ts'
import { makeTrunk } from '../../testkit/samples.ts'

export const trunk = (id: string, change: Partial<Trunk> = {}): Trunk =>
  makeTrunk(id, { proxies: [`sip:${id}.example.com`], ...change })

/** Calls inside China go by `main`, else by `spare`; to Britain by `spare` alone; nowhere else. */
export const outbound: OutboundRules = {
  plan: chinesePlan('571'),
  routes: [
    { pattern: '+86*', trunks: [named('main'), named('spare')] },
    { pattern: '+44*', trunks: [named('spare')] },
    { pattern: '95xxx', trunks: [named('main')] },
  ],
  countries: ['44', '1'],
}

/** `main` wants national numbers and leads to the hotline's flow what it brings for 0571 8888 xxxx. */
export const mainTrunk = trunk('main', {
  inbound: {
    numbers: [{ pattern: '+865718888xxxx', flow: named('hotline') }],
    trustsIdentity: true,
  },
  outbound: { form: 'national' },
})

export const spareTrunk = trunk('spare', {
  outbound: { form: 'e164', callerId: { number: '+8657188880000', always: true } },
})

export const withTrunks = (before: Tenant = tenant, change: Partial<Tenant> = {}): Tenant => ({
  ...before,
  trunks: [mainTrunk, spareTrunk],
  outbound,
  ...change,
})
