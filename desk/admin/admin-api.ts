import type { Tenant } from '../../core/tenant.ts'
import type { ShownTrunking, TrunkingDraft, TrunkStates } from '../../core/trunking.ts'
import type { PersonPatchBody, SkillsBody } from '../api/rest.ts'
import type { RoutingPolicies } from '../state/routing-draft.ts'

export type CentreHealth = {
  readonly able: boolean
  /** The centre's own words when no call could be taken. */
  readonly reason?: string
  readonly checkedAt: number
}

/** What administration asks of the centre. Each throws `RestRefusal`; the preview gives fixed answers. */
export type AdminApi = {
  readonly tenant: () => Promise<Tenant>
  readonly changePerson: (id: string, patch: PersonPatchBody) => Promise<unknown>
  readonly routing: () => Promise<RoutingPolicies>
  readonly saveRouting: (routing: RoutingPolicies) => Promise<unknown>
  readonly saveSkills: (body: SkillsBody) => Promise<unknown>
  readonly trunking: () => Promise<ShownTrunking>
  readonly saveTrunking: (trunking: TrunkingDraft) => Promise<unknown>
  readonly trunkStates: () => Promise<TrunkStates>
  readonly health: () => Promise<CentreHealth>
}
