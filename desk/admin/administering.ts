import type { TrunkingDraft, ShownTrunking, TrunkStates } from '../../core/trunking.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { PersonPatch, SkillsBody } from '../centre/rest.ts'
import type { Routing } from '../state/routing-draft.ts'

export type Health = {
  readonly able: boolean
  /** The centre's own words when no call could be taken. */
  readonly reason?: string
  readonly checkedAt: number
}

/** What administration asks of the centre. Each throws `RestRefusal`; the stage gives fixed answers. */
export type Administering = {
  readonly tenant: () => Promise<Tenant>
  readonly changePerson: (id: string, patch: PersonPatch) => Promise<unknown>
  readonly routing: () => Promise<Routing>
  readonly saveRouting: (routing: Routing) => Promise<unknown>
  readonly saveSkills: (body: SkillsBody) => Promise<unknown>
  readonly trunking: () => Promise<ShownTrunking>
  readonly saveTrunking: (trunking: TrunkingDraft) => Promise<unknown>
  readonly trunkStates: () => Promise<TrunkStates>
  readonly health: () => Promise<Health>
}
