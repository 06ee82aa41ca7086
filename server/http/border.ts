import { Router } from 'express'
import { tellBy } from '../../acd/policy/fault.ts'
import { readShape } from '../../acd/policy/read-shape.ts'
import type { BorderDraft } from '../../core/border.ts'
import { borderOf, sealedBorder, shownBorder, withBorder } from '../border/border.ts'
import { borderBody } from '../border/border-schema.ts'
import { borderWords } from '../border/border-words.ts'
import { checkBorder } from '../border/check-border.ts'
import { createSeal } from '../sealed.ts'
import type { Context } from './context.ts'
import { faulty, notFound } from './refusal.ts'
import { personOf } from './who.ts'

/** The way to the outside: trunks, who may be called by them, and whether strangers may call. */
export function border(context: Context): Router {
  const { config, reconfigure, store } = context
  const { seal } = createSeal(config.secret)
  const router = Router()

  router.get('/border', async (request, response) => {
    personOf(context, request, 'admin', 'supervisor')
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    response.json(shownBorder(borderOf(tenant)))
  })

  router.get('/trunks', (request, response) => {
    personOf(context, request, 'admin', 'supervisor')
    response.json(context.centre.board().trunks)
  })

  router.put('/border', async (request, response) => {
    const me = personOf(context, request, 'admin')
    const reading = readShape<BorderDraft>(borderBody, request.body)
    if (!reading.ok) throw faulty(reading.faults)
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    const next = sealedBorder(reading.value, borderOf(tenant), seal)
    const faults = tellBy(borderWords, next, checkBorder(next, tenant.flows))
    if (faults.length > 0) throw faulty(faults)
    await reconfigure({
      to: (tenant) => withBorder(tenant, next),
      save: (open) => open.saveBorder(next, me.id),
    })
    response.status(204).end()
  })
  return router
}
