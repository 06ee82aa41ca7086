import { z } from 'zod'
import type { RequestHandler } from '../../edge/app/request-handler.ts'

const rule =
  'must list request handlers, separated by commas, such as INVITE=http://127.0.0.1:8099/which,*=tcp://127.0.0.1:3001'

/** `METHOD=url`, or `METHOD:POST=url`; none where nothing is said. */
export const requestHandlersSetting = z
  .string()
  .default('')
  .transform((text, context): readonly RequestHandler[] => {
    const parts = text.split(',').filter((part) => part.trim() !== '')
    const handlers = parts.flatMap((part) => readHandler(part.trim()) ?? [])
    if (handlers.length < parts.length) context.addIssue({ code: 'custom', message: rule })
    return handlers
  })

function readHandler(text: string): RequestHandler | undefined {
  const [, method, post, url = ''] =
    /^([A-Z]+|\*)(:POST)?=((?:https?|tcp|tls):\/\/\S+)$/.exec(text) ?? []
  if (!method || !URL.canParse(url)) return undefined
  return { method, url, ...(post && { isPost: true }) }
}
