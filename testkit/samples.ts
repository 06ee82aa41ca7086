import type { LegQuality } from '../core/leg-quality.ts'
import { named, type TrunkId } from '../core/names.ts'
import type { OfferReason } from '../core/offer-reason.ts'
import type { Trunk } from '../core/trunk.ts'

/** A trunk that says as little as it can, but for what the test is about. */
export function makeTrunk(id: string, more: Partial<Trunk> = {}): Trunk {
  return {
    id: named<TrunkId>(id),
    name: { zh: id, en: id },
    enabled: true,
    proxies: ['sip:127.0.0.1:9'],
    sources: [],
    keepAliveSeconds: 0,
    inbound: { numbers: [], trustsIdentity: true },
    outbound: { form: 'e164' },
    limits: { calls: 0, callsPerSecond: 0 },
    transfer: 'bridge',
    ...more,
  }
}

/** A leg whose sound was good. */
export const someQuality: LegQuality = {
  codec: 'PCMA',
  received: 3000,
  lost: 6,
  late: 2,
  jitterMs: 4.2,
  roundTripMs: 31,
  farLost: 0.001,
  farJitterMs: 3,
  rFactor: 91.2,
  mos: 4.36,
}

/** A decision with nothing unusual in it. */
export const someReason: OfferReason = {
  policy: 'plain',
  rule: 'longest-idle',
  found: 'agent',
  waitedMs: 1000,
  idleMs: 2000,
  points: 1,
  relaxed: 0,
  able: 1,
  idle: 1,
  waiting: 1,
  passedAgents: [],
  passedContacts: [],
}
