import { Counter, Registry } from 'prom-client'
import type { SignallingRefusal } from '../../sip/signalling.ts'

/** What voice's signalling did not take, since its start. */
type VoiceMetrics = {
  readonly onRefusal: (refusal: SignallingRefusal) => void
  /** In the text format of Prometheus. */
  readonly text: () => Promise<string>
}

export function createVoiceMetrics(): VoiceMetrics {
  const registry = new Registry()
  const refusals = new Counter({
    name: 'callwright_voice_refusals_total',
    help: 'SIP requests that voice did not take, and those of its own that were not taken',
    labelNames: ['direction', 'method', 'reason'],
    registers: [registry],
  })
  return {
    onRefusal: (refusal) => refusals.inc(refusal),
    text: () => registry.metrics(),
  }
}
