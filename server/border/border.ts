import type { Border, BorderDraft, ShownBorder } from '../../core/border.ts'
import type { Tenant } from '../../core/tenant.ts'

export const borderOf = ({ trunks = [], outbound, strangers = 'welcome' }: Tenant): Border => ({
  trunks,
  ...(outbound && { outbound }),
  strangers,
})

export function withBorder({ outbound: _, ...tenant }: Tenant, border: Border): Tenant {
  return { ...tenant, ...border }
}

export function shownBorder({ trunks, ...border }: Border): ShownBorder {
  return {
    ...border,
    trunks: trunks.map(({ account, ...trunk }) => {
      if (!account) return trunk
      const { password, ...shown } = account
      return { ...trunk, account: { ...shown, hasPassword: password !== '' } }
    }),
  }
}

/** The tenant as pages may have it. */
export const shownTenant = (tenant: Tenant) => ({ ...tenant, ...shownBorder(borderOf(tenant)) })

/**
 * Seals the passwords that are set, and keeps those of accounts that go on under the same trunk and user; one that is
 * nowhere is empty, which the check finds.
 */
export function sealedBorder(
  { trunks, ...draft }: BorderDraft,
  present: Border,
  seal: (text: string) => string,
): Border {
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
