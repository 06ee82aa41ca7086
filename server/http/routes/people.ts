import { Router } from 'express'
import type { Person } from '../../../core/tenant.ts'
import { personPatch } from '../../../cti/api.ts'
import { patched, type PersonPatch } from '../../store/person-patch.ts'
import { authorize } from '../authorize.ts'
import { notFound, read } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** The people who may log in. */
export function people(context: RouteContext): Router {
  const { reconfigure } = context
  const router = Router()

  router.patch('/people/:id', async (request, response) => {
    const me = authorize(context, request, 'admin')
    const { id } = request.params
    // The boundary: ids of queues and skills, and levels, which the check looks at.
    const patch = read(personPatch, request.body) as PersonPatch
    await reconfigure({
      to: (tenant) => ({ ...tenant, people: withPatch(tenant.people, id, patch) }),
      save: (open) => open.patchPerson(id, patch, me.id),
    })
    response.status(204).end()
  })
  return router
}

function withPatch(people: readonly Person[], id: string, { password: _, ...patch }: PersonPatch) {
  if (!people.some((person) => person.id === id)) throw notFound('person')
  return people.map((person) => (person.id === id ? patched(person, patch) : person))
}
