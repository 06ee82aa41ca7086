import { type Request, Router } from 'express'
import { z } from 'zod'
import { type AgentId, type ContactId, named } from '../../../../core/names.ts'
import type { ContactRecord } from '../../../../cti/api.ts'
import type { Visibility } from '../../../store/contacts.ts'
import { type LoggedInPerson, authorize } from '../../authorize.ts'
import { notFound, read } from '../../http-refusal.ts'
import type { RouteContext } from '../../route-context.ts'

export const contactQuery = z.object({
  from: z.string().max(64).optional(),
  agent: z.string().max(64).optional(),
  before: z.coerce.number().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** Records of contacts, and their events. */
export function contacts(context: RouteContext): Router {
  const { centre, store } = context
  const router = Router()

  router.get('/contacts', async (request, response) => {
    const me = authorize(context, request)
    const { from, agent, before, limit } = read(contactQuery, request.query)
    const found: ContactRecord[] = await store().contacts({
      limit,
      ...(from !== undefined && { from }),
      ...(agent !== undefined && { agent: named<AgentId>(agent) }),
      ...(before !== undefined && { before }),
      ...visibilityOf(context, me),
    })
    response.json({ contacts: found })
  })

  router.get('/contacts/:id', async (request, response) => {
    response.json(await visibleContact(context, request))
  })

  router.get('/contacts/:id/events', async (request, response) => {
    if (!isOpenTo(context, request)) await visibleContact(context, request)
    response.json({ events: await centre.readEvents(named<ContactId>(idOf(request))) })
  })
  return router
}

/** The contact of the path if the person who asks may see it; else 404. */
export async function visibleContact(
  context: RouteContext,
  request: Request,
): Promise<ContactRecord> {
  const me = authorize(context, request)
  const record = await context.store().contact(idOf(request), visibilityOf(context, me).visibleTo)
  if (!record) throw notFound('contact')
  return record
}

const idOf = (request: Request): string => String(request.params['id'])

/** Supervisors and the administrator see all. */
function visibilityOf(
  context: RouteContext,
  { id, role }: LoggedInPerson,
): { visibleTo?: Visibility } {
  if (role !== 'agent') return {}
  const callers = ownContacts(context, id).map((contact) => contact.from)
  return { visibleTo: { agent: id, callers } }
}

const openContacts = ({ centre }: RouteContext) => [...centre.board().contacts.values()]

const ownContacts = (context: RouteContext, agent: AgentId) =>
  openContacts(context).filter((contact) => contact.agent === agent)

/** Whether the contact is open now, and his who asks or his to supervise. */
function isOpenTo(context: RouteContext, request: Request): boolean {
  const { id, role } = authorize(context, request)
  const open = role === 'agent' ? ownContacts(context, id) : openContacts(context)
  return open.some((contact) => contact.id === idOf(request))
}
