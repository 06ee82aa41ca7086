import { createGate } from './access/gate.ts'
import { createInbound } from './leg/inbound.ts'
import { createLegs } from './leg/legs.ts'
import { allow, unserved } from './methods.ts'
import { unmetDemand } from './leg/invite.ts'
import { createOutbound } from './leg/outbound.ts'
import { createRegistrar } from './access/register.ts'
import { reoffer } from './leg/reoffer.ts'
import { reasonHeader } from './reason.ts'
import type { Signalling, SignallingOptions, StartSignalling } from './signalling.ts'
import { connectSrf, type Srf } from './srf.ts'

export const startSignalling: StartSignalling = async (options) => {
  const log = options.log ?? (() => undefined)
  let onLost = (): void => undefined
  let signalling: Signalling | undefined
  const { host, port, secret } = options.drachtio
  const { outboundProxy } = options
  const hear = { onLost: () => onLost(), onBack: () => undefined, log }
  await connectSrf({ host, port, secret, outboundProxy, ...hear }, (srf) => {
    const assembled = assemble(srf, { ...options, log })
    signalling = assembled.signalling
    onLost = assembled.onLost
  })
  if (!signalling) throw new Error('the handlers were not set before connecting')
  return signalling
}

function assemble(
  srf: Srf,
  options: SignallingOptions & Required<Pick<SignallingOptions, 'log'>>,
): { signalling: Signalling; onLost: () => void } {
  const { host, secret, voice, onFact, onReoffer, log } = options
  const now = (): number => Date.now()
  const legs = createLegs(onFact)
  const watch = { legs, onFact, onReoffer, log }
  const gate = createGate({ secret, realm: host, now, log })
  const registrar = createRegistrar(srf, { gate, onFact, now })
  const inbound = createInbound(srf, { ...watch, gate, voice })
  const outbound = createOutbound(srf, { ...watch, registrar, host })
  answerTheRest(srf, inbound.isDraining)
  return {
    signalling: {
      progress: inbound.progress,
      answer: inbound.answer,
      refuse: inbound.refuse,
      ring: outbound.ring,
      reoffer: (leg, makeOffer) => reoffer(leg, makeOffer, legs),
      perform: () => undefined,
      hangUp: legs.hangUp,
      legs: legs.ids,
      registered: registrar.registered,
      drain: inbound.drain,
      stop: () => {
        srf.close()
        return Promise.resolve()
      },
    },
    /**
     * The dialogs lived in the edge; a new one answers 481 to whatever the phones send, so nobody would ever learn
     * that a talk is over. Better ended now than stuck for ever.
     */
    onLost: () => {
      for (const leg of legs.ids()) legs.end(leg, 'unreachable')
      registrar.forgetAll()
    },
  }
}

/** RFC 3261 section 11.2: OPTIONS gets the status that an INVITE would get; a proxy in front asks so who takes calls. */
function answerTheRest(srf: Srf, isDraining: () => boolean): void {
  const whatWeServe = { status: 200, headers: { Allow: allow, Accept: 'application/sdp' } }
  srf.handle('options', (request, response) => {
    const { status, headers } = isDraining()
      ? { status: 503, headers: reasonHeader('draining') }
      : (unmetDemand(request) ?? whatWeServe)
    response.send(status, { headers })
  })
  for (const method of unserved)
    srf.handle(method, (_request, response) => response.send(405, { headers: { Allow: allow } }))
}
