import { Router } from 'express'
import { named, type QueueId } from '../../core/names.ts'
import { personPatch } from '../../cti/api.ts'
import type { Store } from '../store/store.ts'
import type { Context } from './context.ts'
import { notFound, read, Refusal } from './refusal.ts'
import { personOf } from './who.ts'

export function people(context: Context): Router {
  const { centre, store } = context
  const router = Router()

  router.get('/tenant', async (request, response) => {
    personOf(context, request, 'admin', 'supervisor')
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    response.json(tenant)
  })

  router.patch('/people/:id', async (request, response) => {
    const me = personOf(context, request, 'admin')
    const { name, phone, password, queues } = read(personPatch, request.body)
    if (queues) await checkQueues(store(), queues)
    const change = {
      ...(name !== undefined && { name }),
      ...(phone !== undefined && { phone }),
      ...(password !== undefined && { password }),
      ...(queues && { queues: queues.map((queue) => named<QueueId>(queue)) }),
    }
    const person = await store().patchPerson(request.params.id, change, me.id)
    if (!person) throw notFound('person')
    const tenant = await store().tenant()
    if (tenant) await centre.put({ type: 'tenant.configured', tenant })
    response.status(204).end()
  })
  return router
}

async function checkQueues(store: Store, given: readonly string[]): Promise<void> {
  const known = new Set<string>((await store.tenant())?.queues.map((queue) => queue.id))
  const unknown = given.filter((queue) => !known.has(queue))
  if (unknown.length > 0)
    throw new Refusal(400, 'unknown-target', `There is no queue ${unknown.join(', ')}.`)
}
