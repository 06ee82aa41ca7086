import { Router } from 'express'
import { authorize } from '../../authorize.ts'
import { notFound } from '../../http-refusal.ts'
import type { RouteContext } from '../../route-context.ts'
import { visibleContact } from './contacts.ts'
import { sendRecording } from './send-recording.ts'

/** What was recorded of a contact, to be played. */
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
  return router
}

/** A player asks for many ranges of one playback; the first begins at the first byte. */
const isBeginning = (range: string | undefined): boolean =>
  range === undefined || /^bytes=0-/.test(range)
