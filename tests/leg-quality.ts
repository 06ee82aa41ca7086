import type { LegQuality } from '../core/leg-quality.ts'

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
