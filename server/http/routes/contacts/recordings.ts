import { Router } from 'express'
import { holdBody } from '../../../../cti/api.ts'
import { authorize } from '../../authorize.ts'
import { notFound, read } from '../../http-refusal.ts'
import type { RouteContext } from '../../route-context.ts'
import { visibleContact } from './contacts.ts'
import { sendRecording } from './send-recording.ts'

export function recordings(context: RouteContext): Router {
  const { config, store } = context
  const router = Router()

  const paths = ['/contacts/:id/recording', '/contacts/:id/recordings/:recording']
  router.get(paths, async (request, response) => {
    const me = authorize(context, request)
    const { id } = await visibleContact(context, request)
    const which = request.params['recording']
    const recording = await store().recording(id, which && String(which))
    if (!recording) throw notFound('recording')
    if (isBeginning(request.get('range'))) {
      const entry = { at: Date.now(), who: me.id, action: 'play', target: `contact:${id}` }
      await store().writeAudit({ ...entry, change: {} })
    }
    await sendRecording(config, recording.file, request, response)
  })

  router.put('/contacts/:id/hold', async (request, response) => {
    const { id: by } = authorize(context, request, 'supervisor', 'admin')
    const { note } = read(holdBody, request.body)
    const hold = { by, at: Date.now(), note }
    if (!(await store().setHold(request.params.id, hold))) throw notFound('contact')
    response.status(204).end()
  })

  router.delete('/contacts/:id/hold', async (request, response) => {
    const { id: by } = authorize(context, request, 'supervisor', 'admin')
    if (!(await store().endHold(request.params.id, { by, at: Date.now() }))) throw notFound('hold')
    response.status(204).end()
  })
  return router
}

/** A player asks for many ranges of one playback; the first begins at the first byte. */
const isBeginning = (range: string | undefined): boolean =>
  range === undefined || /^bytes=0-/.test(range)
