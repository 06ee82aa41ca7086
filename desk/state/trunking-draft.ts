import { named } from '../../core/names.ts'
import { chinesePlan } from '../../core/numbering/dial-plans.ts'
import type { OutboundRules } from '../../core/trunk.ts'
import type { ShownTrunking, TrunkingDraft } from '../../core/trunking.ts'

export type TrunkDraft = TrunkingDraft['trunks'][number]
export type ShownTrunk = ShownTrunking['trunks'][number]

/** What a new trunk is before anybody has said anything of it. */
export const newTrunk: Omit<TrunkDraft, 'account'> = {
  id: named(''),
  name: { zh: '', en: '' },
  enabled: true,
  proxies: [],
  sources: [],
  keepAliveSeconds: 30,
  inbound: { numbers: [], trustsIdentity: true },
  outbound: { form: 'e164' },
  limits: { calls: 0, callsPerSecond: 0 },
  transfer: 'bridge',
}

export const newAccount = {
  user: '',
  registers: true,
  expiresSeconds: 600,
} satisfies TrunkDraft['account']

/** The kept password is not among what is sent back: it stays. */
export function draftOf({ account, ...trunk }: ShownTrunk): TrunkDraft {
  if (!account) return trunk
  const { user, domain, registers, expiresSeconds } = account
  return { ...trunk, account: { user, ...(domain && { domain }), registers, expiresSeconds } }
}

export const draftOfTrunking = ({ trunks, ...trunking }: ShownTrunking): TrunkingDraft => ({
  ...trunking,
  trunks: trunks.map(draftOf),
})

/** The trunk in the place of the one of that id, or behind all. */
export function withTrunk(
  trunking: ShownTrunking,
  id: string | undefined,
  trunk: TrunkDraft,
): TrunkingDraft {
  const { trunks, ...rest } = draftOfTrunking(trunking)
  const isKnown = trunks.some((each) => each.id === id)
  return {
    ...rest,
    trunks: isKnown ? trunks.map((each) => (each.id === id ? trunk : each)) : [...trunks, trunk],
  }
}

/** Routes forget it too; one that leads nowhere then is gone. */
export function withoutTrunk(trunking: ShownTrunking, id: string): TrunkingDraft {
  const { trunks, outbound, ...rest } = draftOfTrunking(trunking)
  const routes = outbound?.routes
    .map((route) => ({ ...route, trunks: route.trunks.filter((trunk) => trunk !== id) }))
    .filter((route) => route.trunks.length > 0)
  return {
    ...rest,
    trunks: trunks.filter((trunk) => trunk.id !== id),
    ...(outbound && { outbound: { ...outbound, routes: routes ?? [] } }),
  }
}

/** Rules to begin with: the Chinese plan, and nobody may be called. */
export const firstRules: OutboundRules = { plan: chinesePlan(), routes: [], countries: [] }
