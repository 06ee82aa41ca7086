import type { Tenant } from '../../core/tenant.ts'
import type { Trunking, TrunkingDraft, ShownTrunking } from '../../core/trunking.ts'

export const trunkingOf = ({
  trunks = [],
  outbound,
  unknownSources = 'accept',
}: Tenant): Trunking => ({
  trunks,
  ...(outbound && { outbound }),
  unknownSources,
})

export function withTrunking({ outbound: _, ...tenant }: Tenant, trunking: Trunking): Tenant {
  return { ...tenant, ...trunking }
}

export function shownTrunking({ trunks, ...trunking }: Trunking): ShownTrunking {
  return {
    ...trunking,
    trunks: trunks.map(({ account, ...trunk }) => {
      if (!account) return trunk
      const { password, ...shown } = account
      return { ...trunk, account: { ...shown, hasPassword: password !== '' } }
    }),
  }
}

/** The tenant as pages may have it. */
export const shownTenant = (tenant: Tenant) => ({ ...tenant, ...shownTrunking(trunkingOf(tenant)) })

/**
 * Seals the passwords that are set, and keeps those of accounts that go on under the same trunk and user; one that is
 * nowhere is empty, which the check finds.
 */
export function sealedTrunking(
  { trunks, ...draft }: TrunkingDraft,
  present: Trunking,
  seal: (text: string) => string,
): Trunking {
  return {
    ...draft,
    trunks: trunks.map(({ account, ...trunk }) => {
      if (!account) return trunk
      const { password, ...rest } = account
      const kept = present.trunks.find(({ id }) => id === trunk.id)?.account
      const former = kept?.user === rest.user ? kept.password : ''
      return { ...trunk, account: { ...rest, password: password ? seal(password) : former } }
    }),
  }
}
