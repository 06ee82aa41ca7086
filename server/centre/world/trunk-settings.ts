import type { Effect } from '../../../core/effect.ts'
import type { Tenant } from '../../../core/tenant.ts'

type TrunkSettings = Extract<Effect, { do: 'setTrunks' }>

/** What voice needs to know of the trunks. */
function settingsOf({ trunks = [], unknownSources = 'accept', outbound }: Tenant): TrunkSettings {
  const plan = outbound && trunks.length > 0 ? { plan: outbound.plan } : {}
  return { do: 'setTrunks', trunks, unknownSources, ...plan }
}

const isSame = (one: TrunkSettings, other: TrunkSettings): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

const nothing: TrunkSettings = { do: 'setTrunks', trunks: [], unknownSources: 'accept' }

/** Voice is told where something has changed for it. */
export function tellTrunks(before: Tenant, now: Tenant): readonly TrunkSettings[] {
  const settings = settingsOf(now)
  return isSame(settings, settingsOf(before)) ? [] : [settings]
}

/** A new life of voice knows of no trunk, and accepts calls from unknown sources. */
export function tellNewVoice(tenant: Tenant): readonly TrunkSettings[] {
  const settings = settingsOf(tenant)
  return isSame(settings, nothing) ? [] : [settings]
}
