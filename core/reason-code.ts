/**
 * Why something ended or was refused: one vocabulary for the journal, logs, metrics, SIP Reason, reports and pages.
 * Pages translate each code and say what to do.
 */
export const reasonCodes = [
  // how a leg ended
  'hung-up',
  'cancelled',
  'no-answer',
  'busy',
  'rejected',
  'unreachable',
  'media-lost',
  'voice-lost',
  'elsewhere',
  'finished',
  'draining',
  'transferred',
  // why a trunk did not take a call
  'trunk-failed',
  'trunk-full',
  'trunk-down',
  // why a number outside is not called
  'not-a-number',
  'no-route',
  'country-not-allowed',
  'spend-cap',
  'no-rate',
  // why a callback is given up
  'expired',
  // why a call was refused
  'unknown-number',
  'no-common-codec',
  'bad-offer',
  'not-authorized',
  'not-registered',
  'overloaded',
  'flow-failed',
  // what went wrong with sound
  'no-free-port',
  'disk-full',
  'recording-failed',
  'prompt-unreadable',
  'speech-timeout',
  'speech-failed',
  'codec-mismatch',
  'foreign-rtp',
  'rtp-flood',
  'silent-rtp',
  'path-lost',
  'media-stalled',
  'media-worker-died',
  // why an ask or a frame was refused
  'not-possible-now',
  'bad-frame',
  'bad-credentials',
  'unknown-target',
  'internal-error',
  // why a request over HTTP was refused
  'starting',
  'too-many-attempts',
  'demo-password',
  'faulty-policy',
] as const

export type ReasonCode = (typeof reasonCodes)[number]
