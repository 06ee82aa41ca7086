import { Router } from 'express'
import { visibleContact } from './contacts.ts'
import type { Context } from './context.ts'
import { notFound } from './refusal.ts'
import { personOf } from './who.ts'

export function recordings(context: Context): Router {
  const { config, store } = context
  const router = Router()

  const paths = ['/contacts/:id/recording', '/contacts/:id/recordings/:recording']
  router.get(paths, async (request, response) => {
    const me = personOf(context, request)
    const { id } = await visibleContact(context, request)
    const which = request.params['recording']
    const recording = await store().recording(id, which && String(which))
    if (!recording) throw notFound('recording')
    if (isBeginning(request.get('range'))) {
      const entry = { at: Date.now(), who: me.id, action: 'play', target: `contact:${id}` }
      await store().writeAudit({ ...entry, change: {} })
    }
    await new Promise<void>((resolve, reject) => {
      const options = {
        root: config.dataDir,
        headers: { 'Content-Type': contentTypes[recording.format] },
      }
      const cached = { cacheControl: false, acceptRanges: true }
      response.set('Cache-Control', 'private, no-cache')
      response.sendFile(recording.file, { ...options, ...cached }, (error) => {
        // A listener who goes away in the middle is no fault.
        if (error && !response.headersSent) reject(error)
        else resolve()
      })
    })
  })
  return router
}

const contentTypes = { wav: 'audio/wav', opus: 'audio/ogg' } as const

/** A player asks for many ranges of one playback; the first begins at the first byte. */
const isBeginning = (range: string | undefined): boolean =>
  range === undefined || /^bytes=0-/.test(range)
