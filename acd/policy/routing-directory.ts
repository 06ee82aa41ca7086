import type { Tenant } from '../../core/tenant.ts'

/** What a policy speaks of. */
export type RoutingDirectory = Pick<Tenant, 'queues' | 'skills' | 'people'>

/** The ids that there are. */
export type KnownIds = {
  readonly queues: ReadonlySet<string>
  readonly skills: ReadonlySet<string>
}

export const knownIn = ({
  queues,
  skills,
}: Pick<RoutingDirectory, 'queues' | 'skills'>): KnownIds => ({
  queues: new Set(queues.map(({ id }) => id)),
  skills: new Set(skills.map(({ id }) => id)),
})
