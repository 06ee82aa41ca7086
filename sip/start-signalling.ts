import type { LegId } from '../core/names.ts'
import { readNetwork } from '../core/network.ts'
import { createDigestAuthenticator } from './access/digest-authenticator.ts'
import { createRegistrar, type Registrar } from './access/registrar.ts'
import type { DialogContext } from './leg/follow-dialog.ts'
import { createInbound, type Inbound } from './leg/inbound.ts'
import { createIncomingRefers } from './leg/incoming-refer.ts'
import { unmetDemand } from './leg/inspect-invite.ts'
import { createLegs, type LegOrigin, type LegPhase } from './leg/legs.ts'
import { createOutbound, type Outbound } from './leg/outbound.ts'
import { createOutgoingRefers } from './leg/outgoing-refer.ts'
import { reoffer } from './leg/reoffer.ts'
import { legCheckpoint, resumeLegs } from './leg/resume-legs.ts'
import { allow, unserved } from './methods.ts'
import { reasonHeader } from './reason.ts'
import type {
  Signalling,
  SignallingFact,
  SignallingOptions,
  StartSignalling,
} from './signalling.ts'
import { connectSrf, type Srf } from './srf.ts'
import { realClock } from './trunk/clock.ts'
import { createTrunks, lookUpName, type Trunks } from './trunk/trunks.ts'

export const startSignalling: StartSignalling = async (options) => {
  const log = options.log ?? (() => undefined)
  let onLost = (): void => undefined
  let onBack = (): void => undefined
  let signalling: Signalling | undefined
  const { outboundProxy, name } = options
  const hear = { onLost: () => onLost(), onBack: () => onBack(), log }
  await connectSrf({ ...options.drachtio, outboundProxy, name, ...hear }, (srf) => {
    const assembled = assemble(srf, { ...options, log })
    signalling = assembled.signalling
    onLost = assembled.onLost
    onBack = assembled.onBack
  })
  if (!signalling) throw new Error('the handlers were not set before connecting')
  return signalling
}

type Assembling = SignallingOptions & Required<Pick<SignallingOptions, 'log'>>

function assemble(
  srf: Srf,
  options: Assembling,
): { signalling: Signalling; onLost: () => void; onBack: () => void } {
  const { host, secret, voice, previous, log, onRefusal } = options
  const now = (): number => Date.now()
  const trunks = openTrunks(srf, options)
  const watch = watchLegs(options, trunks)
  const { onFact } = watch
  const authenticator = createDigestAuthenticator({
    secret,
    realm: host,
    now,
    log,
    ...(onRefusal && { onRefusal }),
  })
  const registrar = createRegistrar(srf, { ...options, authenticator, onFact, now })
  const { legOf: previousLegOf } = resumeLegs(srf, {
    ...watch,
    trunks,
    previous: previous?.legs,
    onNothingKept: registrar.forgetAll,
  })
  const proxies = (options.proxies ?? []).flatMap((text) => readNetwork(text) ?? [])
  const inbound = createInbound(srf, {
    ...watch,
    authenticator,
    trunks,
    proxies,
    voice,
    previousLegOf,
  })
  const outbound = createOutbound(srf, { ...watch, registrar, trunks, host })
  answerTheRest(srf, inbound.isDraining)
  return {
    signalling: faceOf(srf, { ...watch, trunks, inbound, outbound, registrar }),
    onLost: () => endAll(watch, registrar),
    onBack: trunks.refresh,
  }
}

type Assembled = DialogContext & {
  readonly trunks: Trunks
  readonly inbound: Inbound
  readonly outbound: Outbound
  readonly registrar: Registrar
}

function faceOf(srf: Srf, rooms: Assembled): Signalling {
  const { trunks, legs, inbound, outbound, registrar, outgoingRefers, incomingRefers } = rooms
  return {
    progress: inbound.progress,
    answer: inbound.answer,
    refuse: inbound.refuse,
    ring: outbound.ring,
    reoffer: (leg, makeOffer) => reoffer(leg, makeOffer, legs),
    perform: (effect) => {
      if (effect.do === 'setTrunks') trunks.set(effect)
      else if (effect.do === 'refer') outgoingRefers.refer(effect)
      else incomingRefers.settle(effect)
    },
    hangUp: legs.hangUp,
    legs: legs.ids,
    registered: registrar.registered,
    drain: inbound.drain,
    stop: async () => {
      await trunks.stop()
      srf.leave()
      srf.close()
    },
  }
}

/**
 * The dialogs lived in the edge; a new one answers 481 to whatever the phones send, so nobody would ever learn
 * that a talk is over. Better ended now than stuck for ever.
 */
function endAll({ legs }: Pick<DialogContext, 'legs'>, registrar: Registrar): void {
  for (const leg of legs.ids()) legs.end(leg, 'unreachable')
  registrar.forgetAll()
}

/** Everything that knows of a leg forgets it when it ends. */
function watchLegs(options: SignallingOptions, trunks: Trunks): DialogContext {
  const onFact = (fact: SignallingFact): void => {
    if (fact.type === 'leg.ended')
      for (const { forget } of [trunks, outgoingRefers, incomingRefers]) forget(fact.leg)
    options.onFact(fact)
  }
  const legs = createLegs(onFact, notePhases(options))
  const outgoingRefers = createOutgoingRefers({ ...options, legs, onFact })
  const incomingRefers = createIncomingRefers({ ...options, onFact }, legs)
  return { ...options, legs, outgoingRefers, incomingRefers, onFact }
}

function openTrunks(srf: Srf, options: Assembling): Trunks {
  const { unseal = cannotUnseal, outboundProxy, onFact, log, previous } = options
  const trunks = createTrunks({
    srf,
    clock: realClock,
    lookUp: lookUpName,
    log,
    onFact,
    unseal,
    hearsDirectly: outboundProxy === undefined,
  })
  // An INVITE that comes again shall find its trunk.
  if (previous?.trunks) trunks.set(previous.trunks)
  return trunks
}

const notePhases =
  ({ onCheckpoint }: Pick<SignallingOptions, 'onCheckpoint'>) =>
  (leg: LegId, phase: LegPhase, origin?: LegOrigin): void => {
    const dialog = onCheckpoint && legCheckpoint(phase, origin)
    if (dialog) onCheckpoint({ leg, dialog })
  }

/** RFC 3261 section 11.2: OPTIONS gets the status that an INVITE would get; a proxy in front asks so who takes calls. */
function answerTheRest(srf: Srf, isDraining: () => boolean): void {
  const whatWeServe = { status: 200, headers: { Allow: allow, Accept: 'application/sdp' } }
  srf.handle('options', (request, response) => {
    const { status, headers } = isDraining()
      ? { status: 503, headers: reasonHeader('draining') }
      : (unmetDemand(request) ?? whatWeServe)
    response.send(status, { headers: headers ?? {} })
  })
  for (const method of unserved)
    srf.handle(method, (_request, response) => response.send(405, { headers: { Allow: allow } }))
}

function cannotUnseal(): never {
  throw new Error('nobody here can open a sealed password')
}
