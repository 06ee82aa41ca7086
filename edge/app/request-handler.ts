import { z } from 'zod'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { headerOf } from '../message/scan.ts'
import { parseUri, uriOf } from '../message/uri.ts'

/** Who says which application serves a new request (outbound mode): asked by HTTP, or itself the application. */
export type RequestHandler = {
  /** In capitals; `*` for every method. */
  readonly method: string
  /** `http:` or `https:` is asked; `tcp://host:port` and `tls://host:port` are applications. */
  readonly url: string
  /** The SIP text goes along as the body of a POST; a GET where absent. */
  readonly isPost?: boolean
}

const contacts = z.union([z.string(), z.array(z.string()).min(1)])
const duration = z.string().regex(/^\d{1,6}(ms|s)$/)

/** What a handler may answer; names as the protocol has them. */
const instruction = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('route'),
    data: z.union([z.object({ uri: z.string() }), z.object({ tag: z.string() })]),
  }),
  z.object({
    action: z.literal('reject'),
    data: z.object({ status: z.number().int().min(300).max(699), reason: z.string().optional() }),
  }),
  z.object({ action: z.literal('redirect'), data: z.object({ contact: contacts }) }),
  z.object({
    action: z.literal('proxy'),
    data: z.object({
      destination: contacts,
      recordRoute: z.boolean().default(false),
      followRedirects: z.boolean().default(true),
      simultaneous: z.boolean().default(false),
      provisionalTimeout: duration.default('5s'),
      finalTimeout: duration.default('60s'),
    }),
  }),
])

export type Instruction = z.infer<typeof instruction>

/** Asking takes no longer, ms. */
const limitMs = 3000

/** The handler's word. Rejects when it does not answer in time, not with 2xx, or with what is no instruction. */
export async function askHandler(
  { url, isPost }: RequestHandler,
  request: Request,
  hop: Hop,
): Promise<Instruction> {
  if (/^(tcp|tls):/.test(url)) return { action: 'route', data: { uri: placeIn(url) } }
  const asked = new URL(url)
  for (const [name, value] of queryOf(request, hop)) asked.searchParams.append(name, value)
  const response = await fetch(asked, {
    signal: AbortSignal.timeout(limitMs),
    ...(isPost && {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from(request.text, 'latin1'),
    }),
  })
  if (!response.ok) throw new Error(`the handler answered ${response.status}`)
  return instruction.parse(await response.json())
}

/** `tls://host:port` as the `host:port;transport=tls` of an instruction. */
const placeIn = (url: string): string =>
  url.slice('tcp://'.length).replace(/\/$/, '') + (url.startsWith('tls:') ? ';transport=tls' : '')

/** What drachtio-server tells of a request; every parameter of the Request-URI comes last, under its own name. */
function queryOf(request: Request, hop: Hop): readonly (readonly [string, string])[] {
  const { method, uri } = request
  const parsed = parseUri(uri)
  const userIn = (value: string) => parseUri(uriOf(value))?.user ?? ''
  return [
    ['method', method],
    ['domain', parsed?.host ?? ''],
    ['protocol', hop.transport],
    ['source_address', hop.address],
    ['fromUser', userIn(request.from)],
    ['toUser', userIn(request.to)],
    ['uriUser', parsed?.user ?? ''],
    ['contentType', headerOf(request, 'content-type') ?? ''],
    ['uri', uri],
    ...parametersOf(uri),
  ]
}

const parametersOf = (uri: string): readonly (readonly [string, string])[] =>
  (uri.split('?')[0] ?? '')
    .split(';')
    .slice(1)
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return [name, value.join('=')]
    })
