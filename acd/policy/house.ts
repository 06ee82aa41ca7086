import type { Tenant } from '../../core/tenant.ts'

/** What a policy speaks of. */
export type House = Pick<Tenant, 'queues' | 'skills' | 'people'>

/** The ids that there are. */
export type Known = {
  readonly queues: ReadonlySet<string>
  readonly skills: ReadonlySet<string>
}

export const knownIn = ({ queues, skills }: Pick<House, 'queues' | 'skills'>): Known => ({
  queues: new Set(queues.map(({ id }) => id)),
  skills: new Set(skills.map(({ id }) => id)),
})
