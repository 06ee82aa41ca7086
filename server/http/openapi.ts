import { Router } from 'express'
import { z } from 'zod'
import { routingSchema } from '../../acd/policy/schema.ts'
import {
  banList,
  contactList,
  contactRecord,
  eventList,
  holdBody,
  loginBody,
  personPatch,
  refusal,
  session,
  skillsBody,
  webCall,
  webCallBody,
} from '../../cti/api.ts'
import { trunkView } from '../../cti/protocol.ts'
import { trunkingBody, shownTrunkingBody } from '../trunking/trunking-schema.ts'
import { contactQuery } from './routes/contacts/contacts.ts'

type ResponseBody = z.ZodType | 'sound' | 'nothing'
type Operation = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below `/api/v1`, with `{parameters}`. */
  readonly path: string
  readonly summary: string
  readonly body?: z.ZodType
  readonly query?: z.ZodObject
  /** Nobody need be logged in. */
  readonly open?: true
  readonly answers: Readonly<Record<number, ResponseBody>>
}

const refused = (...statuses: number[]): Record<number, ResponseBody> =>
  Object.fromEntries(statuses.map((status) => [status, refusal]))

export const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/sessions',
    summary: 'Log in; an agent is then logged on to the queues',
    body: loginBody,
    open: true,
    answers: { 201: session, ...refused(400, 401, 403, 429, 503) },
  },
  {
    method: 'get',
    path: '/sessions/current',
    summary: 'The session, with a fresh SIP account: after a page reload',
    answers: { 200: session, ...refused(401) },
  },
  {
    method: 'delete',
    path: '/sessions/current',
    summary: 'Log out; an agent is then logged off',
    answers: { 204: 'nothing', ...refused(401) },
  },
  {
    method: 'post',
    path: '/web-calls',
    summary: "A customer's one call from the browser",
    body: webCallBody,
    open: true,
    answers: { 201: webCall, ...refused(400, 404, 429) },
  },
  {
    method: 'get',
    path: '/bans',
    summary: 'Sources that the SIP edge does not hear, as it told some seconds ago (administrator)',
    answers: { 200: banList, ...refused(401, 403, 503) },
  },
  {
    method: 'delete',
    path: '/bans/{source}',
    summary: 'Let a source in again; the slash of a network is written %2F (administrator)',
    answers: { 204: 'nothing', ...refused(401, 403, 404, 503) },
  },
  {
    method: 'get',
    path: '/contacts',
    summary: 'Ended contacts, newest first; an agent sees his own and those of his present caller',
    query: contactQuery,
    answers: { 200: contactList, ...refused(400, 401, 503) },
  },
  {
    method: 'get',
    path: '/contacts/{id}',
    summary: 'One ended contact',
    answers: { 200: contactRecord, ...refused(401, 404, 503) },
  },
  {
    method: 'get',
    path: '/contacts/{id}/events',
    summary: 'The journal of one contact, open or ended',
    answers: { 200: eventList, ...refused(401, 404, 503) },
  },
  {
    method: 'get',
    path: '/contacts/{id}/recording',
    summary:
      'The sound of the first recording, stereo: customer left, agents right; ranges are served',
    answers: { 200: 'sound', 206: 'sound', ...refused(401, 404, 416, 503) },
  },
  {
    method: 'get',
    path: '/contacts/{id}/recordings/{recording}',
    summary: 'One of several recordings of a contact; the record names them',
    answers: { 200: 'sound', 206: 'sound', ...refused(401, 404, 416, 503) },
  },
  {
    method: 'put',
    path: '/contacts/{id}/hold',
    summary: 'Keep the recordings of a contact, whatever their age (supervisor, administrator)',
    body: holdBody,
    answers: { 204: 'nothing', ...refused(400, 401, 403, 404, 503) },
  },
  {
    method: 'delete',
    path: '/contacts/{id}/hold',
    summary: 'End the legal hold on a contact (supervisor, administrator)',
    answers: { 204: 'nothing', ...refused(401, 403, 404, 503) },
  },
  {
    method: 'get',
    path: '/tenant',
    summary: 'The whole configuration (supervisor, administrator)',
    answers: { 200: z.looseObject({ id: z.string() }), ...refused(401, 403, 503) },
  },
  {
    method: 'patch',
    path: '/people/{id}',
    summary: 'Change a person (administrator)',
    body: personPatch,
    answers: { 204: 'nothing', ...refused(400, 401, 403, 404, 422, 503) },
  },
  {
    method: 'get',
    path: '/policy',
    summary: 'How calls are routed, and the policy on trial (supervisor, administrator)',
    answers: { 200: routingSchema, ...refused(401, 403, 503) },
  },
  {
    method: 'put',
    path: '/policy',
    summary: 'Route calls by another policy from now on; 422 names every fault (administrator)',
    body: routingSchema,
    answers: { 204: 'nothing', ...refused(401, 403, 422, 503) },
  },
  {
    method: 'get',
    path: '/trunks',
    summary:
      'Trunks, who may be called by them, and calls from unknown sources; no passwords (supervisor, administrator)',
    answers: { 200: shownTrunkingBody, ...refused(401, 403, 503) },
  },
  {
    method: 'get',
    path: '/trunks/status',
    summary: 'How each trunk is now, by its id (supervisor, administrator)',
    answers: { 200: z.record(z.string(), trunkView), ...refused(401, 403) },
  },
  {
    method: 'put',
    path: '/trunks',
    summary:
      'The same from now on; a password that is not given stays; 422 names every fault (administrator)',
    body: trunkingBody,
    answers: { 204: 'nothing', ...refused(401, 403, 422, 503) },
  },
  {
    method: 'put',
    path: '/skills',
    summary: 'The skills that there are (administrator)',
    body: skillsBody,
    answers: { 204: 'nothing', ...refused(400, 401, 403, 422, 503) },
  },
]

/** `GET /api/openapi.json`: OpenAPI 3.1, whose schemas are those that read the bodies. */
export function openapi(): Router {
  const router = Router()
  const document = describe()
  router.get('/api/openapi.json', (_request, response) => {
    response.json(document)
  })
  return router
}

function describe() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method] = describeOperation(operation)
  return {
    openapi: '3.1.0',
    info: { title: 'Callwright', version: '1' },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { cookie: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'callwright' },
      },
    },
    paths,
  }
}

function describeOperation({ summary, path, query, body, open, answers }: Operation) {
  const parameters = [...pathParameters(path), ...queryParameters(query)]
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    describeAnswer(answer),
  ])
  return {
    summary,
    ...(open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: Object.fromEntries(responses) as object,
  }
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = (query: z.ZodObject | undefined) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: schemaOf(schema as z.ZodType),
  }))

function describeAnswer(answer: ResponseBody) {
  if (answer === 'nothing') return { description: 'Done' }
  if (answer === 'sound')
    return { description: 'The sound', content: { 'audio/wav': {}, 'audio/ogg': {} } }
  return { description: answer === refusal ? 'Refused' : 'Done', content: json(answer) }
}

const json = (schema: z.ZodType) => ({ 'application/json': { schema: schemaOf(schema) } })

function schemaOf(schema: z.ZodType): object {
  // The document as a whole says which draft its schemas are of.
  return { ...z.toJSONSchema(schema, { io: 'input' }), $schema: undefined }
}
