import { named, type TrunkId } from '../core/names.ts'
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
