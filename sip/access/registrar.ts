import { type AgentId, named } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { readAddress } from '../address.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import type { Binding } from '../signalling-checkpoint.ts'
import type { SignallingFact, SignallingOptions } from '../signalling.ts'
import type { Srf } from '../srf.ts'
import type { DigestAuthenticator } from './digest-authenticator.ts'

export type Registrar = {
  readonly bindingOf: (agent: AgentId) => Binding | undefined
  readonly registered: () => readonly AgentId[]
  /** The softphone is known to be gone. */
  readonly forget: (agent: AgentId) => void
  /** All of them are: the connections ended with the edge. */
  readonly forgetAll: () => void
}

type RegistrarOptions = {
  readonly authenticator: DigestAuthenticator
  readonly onFact: (fact: SignallingFact) => void
  /** To be noted for the next process. */
  readonly onCheckpoint?: SignallingOptions['onCheckpoint']
  /** Of a process before us. */
  readonly previous?: { readonly bindings: ReadonlyMap<AgentId, Binding> }
  readonly onRefusal?: SignallingOptions['onRefusal']
  readonly now: () => number
}

/** Short, because a closed browser is noticed only when it does not refresh. */
const maxExpiresSeconds = 60

/**
 * The registrar of the agents' softphones, RFC 3261 section 10. One softphone per agent: the newest wins, so that a
 * reloaded page takes over at once.
 */
export function createRegistrar(srf: Srf, options: RegistrarOptions): Registrar {
  const { onFact, now } = options
  const bindings = new Map<AgentId, { binding: Binding; timer: NodeJS.Timeout }>()

  const forget = (agent: AgentId): void => {
    const held = bindings.get(agent)
    if (!held) return
    clearTimeout(held.timer)
    bindings.delete(agent)
    onFact({ type: 'device.unregistered', agent })
  }

  const hold = (agent: AgentId, binding: Binding): void => {
    const timer = setTimeout(() => forget(agent), binding.expiresAtMs - now()).unref()
    bindings.set(agent, { binding, timer })
  }

  const bind = (agent: AgentId, binding: Binding): void => {
    const held = bindings.get(agent)
    if (held) clearTimeout(held.timer)
    hold(agent, binding)
    options.onCheckpoint?.({ agent, binding })
    // A reloaded page is told again: its calls come back to the new contact.
    if (held?.binding.uri !== binding.uri) onFact({ type: 'device.registered', agent })
  }

  /** False when the registration can't be read or was overtaken. */
  const update = (agent: AgentId, asked: RegisterRequest): boolean => {
    if (asked.does === 'nothing') return true
    const held = bindings.get(agent)?.binding
    if (asked.does === 'fail' || isLate(asked.binding, held)) return false
    if (asked.does === 'bind') bind(agent, asked.binding)
    else if (['*', held?.uri].includes(asked.binding.uri)) forget(agent)
    return true
  }

  for (const [agent, binding] of options.previous?.bindings ?? []) hold(agent, binding)

  srf.handle('register', (request, response) => {
    const agent = admitAgent(request, response, options)
    if (agent === undefined) return
    if (!update(agent, readRegistration(request, now()))) {
      refuse(response, 400, 'bad-frame', options)
      return
    }
    const binding = bindings.get(agent)?.binding
    response.send(200, { headers: binding ? { Contact: contactOf(binding, now()) } : {} })
  })

  return {
    bindingOf: (agent) => bindings.get(agent)?.binding,
    registered: () => [...bindings.keys()],
    forget,
    forgetAll: () => {
      for (const agent of [...bindings.keys()]) forget(agent)
    },
  }
}

/** Only the person of the sitting may bind that person's number. */
function admitAgent(
  request: SipRequest,
  response: SipResponse,
  options: RegistrarOptions,
): AgentId | undefined {
  const who = options.authenticator.authenticate(request, response)
  if (who === undefined) return undefined
  if (who === readAddress(request.get('to') ?? '')?.user && !who.startsWith('web-'))
    return named<AgentId>(who)
  refuse(response, 403, 'not-authorized', options)
  return undefined
}

function refuse(
  response: SipResponse,
  status: number,
  reason: ReasonCode,
  { onRefusal }: RegistrarOptions,
): void {
  response.send(status, { headers: reasonHeader(reason) })
  onRefusal?.({ direction: 'in', method: 'REGISTER', reason })
}

type RegisterRequest =
  | { readonly does: 'bind' | 'unbind'; readonly binding: Binding }
  /** It only asks for the bindings. */
  | { readonly does: 'nothing' }
  | { readonly does: 'fail' }

function readRegistration(request: SipRequest, nowMs: number): RegisterRequest {
  if (request.get('contact') === undefined) return { does: 'nothing' }
  const contact = readContact(request)
  const cseq = parseInt(request.get('cseq') ?? '', 10)
  if (!contact || Number.isNaN(cseq)) return { does: 'fail' }
  const asked = contact.expires ?? request.get('expires') ?? String(maxExpiresSeconds)
  const seconds = Math.min(parseInt(asked, 10), maxExpiresSeconds)
  if (Number.isNaN(seconds)) return { does: 'fail' }
  return {
    does: seconds > 0 && contact.uri !== '*' ? 'bind' : 'unbind',
    binding: {
      uri: contact.uri,
      ...routeOf(request),
      callId: request.get('call-id') ?? '',
      cseq,
      expiresAtMs: nowMs + seconds * 1000,
    },
  }
}

/** The first contact: one softphone per agent. */
function readContact(request: SipRequest): { uri: string; expires?: string } | undefined {
  try {
    const [contact] = request.getParsedHeader('contact')
    if (!contact || !/^(\*|sips?:.+)$/i.test(contact.uri)) return undefined
    const { expires } = contact.params
    return { uri: contact.uri, ...(expires && { expires }) }
  } catch {
    // srf's parser throws an Error of no special kind for whatever it can't read.
    return undefined
  }
}

/**
 * The proxy that is nearest to us on a path (RFC 3327) knows the rest; connections are remembered by the edge; a UDP phone
 * is reached where its REGISTER came from.
 */
function routeOf(request: SipRequest): { route?: string } {
  const path = /^\s*<([^>]+)>/.exec(request.get('path') ?? '')?.[1]
  if (path !== undefined) return { route: path }
  return request.protocol === 'udp'
    ? { route: `sip:${request.source_address}:${request.source_port}` }
    : {}
}

/** An older request overtaken on the way, RFC 3261 section 10.3 step 7. */
function isLate(asked: Binding, held: Binding | undefined): boolean {
  return held !== undefined && asked.callId === held.callId && asked.cseq <= held.cseq
}

function contactOf({ uri, expiresAtMs }: Binding, nowMs: number): string {
  return `<${uri}>;expires=${Math.max(0, Math.ceil((expiresAtMs - nowMs) / 1000))}`
}
