import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LegId, named } from '../core/names.ts'
import { startEdge } from '../edge/start-edge.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import type { MediaFact } from '../media/facts.ts'
import { startMedia } from '../media/start-media.ts'
import type { SignallingFact } from '../sip/signalling.ts'
import { startSignalling } from '../sip/start-signalling.ts'
import {
  createPhoneCall,
  type PhoneCall,
  type PhoneCallEnd,
  type PhoneRooms,
} from './phone-call.ts'

type Arrival = Extract<SignallingFact, { type: 'leg.arrived' }>

export type RingingPhone = {
  readonly number: string
  readonly call: PhoneCall
  readonly pickUp: () => void
}

export type PhonesOptions = {
  readonly host: string
  /** UDP ports for sound, apart from those of the system. */
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  readonly onRing: (phone: RingingPhone) => void
}

/** All telephones of the demo: the rooms of the house itself, used from the other side. */
export type Phones = {
  /** Dials a SIP URI. */
  readonly dial: (uri: string, caller: { number: string; name: string }) => Promise<PhoneCall>
  /** Where the phone of this number is reached. */
  readonly uriOf: (number: string) => string
  readonly hangUpAll: () => void
  /** Hangs up everything and closes. */
  readonly stop: () => Promise<void>
}

export async function startPhones(options: PhonesOptions): Promise<Phones> {
  const { host } = options
  const calls = new Map<LegId, PhoneCallEnd>()
  let rooms: PhoneRooms | undefined
  const enter = (leg: LegId, among: PhoneRooms): PhoneCallEnd => {
    const call = createPhoneCall(leg, among)
    calls.set(leg, call)
    void call.ended.then(() => calls.delete(leg))
    return call
  }
  const { edge, media, signalling, dataDir } = await openRooms(options, {
    endpointOf: (leg) => calls.get(leg)?.endpoint(),
    onMedia: (fact) => onMediaFact(fact, calls),
    onSignalling(fact) {
      if (!rooms) return
      if (fact.type === 'leg.arrived') ring(fact, rooms, enter(fact.leg, rooms), options)
      else onSignallingFact(fact, calls)
    },
  })
  const open = (rooms = { media, signalling })
  const hangUpAll = () => {
    for (const call of calls.values()) call.hangUp()
  }
  let count = 0
  return {
    async dial(uri, caller) {
      const leg = named<LegId>(`caller.${++count}`)
      const call = enter(leg, open)
      const offer = await call.openEndpoint({ called: 'sip' }).offer()
      signalling.ring(leg, { to: { uri }, offer, caller, autoAnswer: false })
      return call
    },
    uriOf: (number) => `sip:${number}@${host}:${edge.sipPort}`,
    hangUpAll,
    async stop() {
      hangUpAll()
      await edge.drain()
      await Promise.all([signalling.stop(), media.stop()])
      await edge.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function openRooms(
  { host, rtpPortMin, rtpPortMax }: PhonesOptions,
  handlers: {
    readonly endpointOf: (leg: LegId) => MediaEndpoint | undefined
    readonly onMedia: (fact: MediaFact) => void
    readonly onSignalling: (fact: SignallingFact) => void
  },
) {
  const secret = randomBytes(16).toString('hex')
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-demo-'))
  const promptsDir = join(import.meta.dirname, '../prompts')
  const edge = await startEdge({ host, sipPort: 0, wsPort: 0, appPort: 0, secret })
  const media = await startMedia(
    { host, rtpPortMin, rtpPortMax, promptsDir, dataDir, onFact: handlers.onMedia },
    () => Promise.reject(new Error('these phones are no browsers')),
  )
  const signalling = await startSignalling({
    drachtio: { host: '127.0.0.1', port: edge.appPort, secret },
    host,
    secret,
    voice: 'agent',
    onFact: handlers.onSignalling,
    async onReoffer(leg, offer) {
      const endpoint = handlers.endpointOf(leg)
      if (!endpoint) throw new Error(`leg ${leg} is not open`)
      return endpoint.reanswer(offer)
    },
  })
  return { edge, media, signalling, dataDir }
}

function ring(
  { leg, number, offer }: Arrival,
  { signalling }: PhoneRooms,
  call: PhoneCallEnd,
  { onRing }: PhonesOptions,
): void {
  const pickUp = () => {
    if (call.isOver()) return
    const answering = call.openEndpoint({ offer }).answer(offer)
    answering.then(
      (answer) => signalling.answer(leg, answer),
      () => signalling.refuse(leg, 488, 'no-common-codec'),
    )
  }
  onRing({ number, call, pickUp })
}

function onMediaFact(fact: MediaFact, calls: ReadonlyMap<LegId, PhoneCallEnd>): void {
  if (fact.type === 'leg.played') calls.get(fact.leg)?.onPlayed()
}

function onSignallingFact(
  fact: Exclude<SignallingFact, Arrival>,
  calls: ReadonlyMap<LegId, PhoneCallEnd>,
): void {
  if (!('leg' in fact)) return
  const call = calls.get(fact.leg)
  if (fact.type === 'leg.ended') call?.onEnded(fact.reason)
  if (fact.type !== 'leg.answered' || !call) return
  if (fact.answer === undefined) call.onAnswered()
  else void call.endpoint()?.accept(fact.answer).then(call.onAnswered, call.hangUp)
}
