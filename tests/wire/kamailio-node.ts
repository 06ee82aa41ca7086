import type { Test } from 'tap'
import { startEdge } from '../../edge/start-edge.ts'
import { createSipStage, type SipStage } from '../../testkit/edge/sip-stage.ts'
import { inner } from '../../testkit/kamailio/kamailio-process.ts'

/** Edge and signalling room of a node behind the border; the test plays its centre. */
export type Node = SipStage & {
  readonly host: string
  /** Line of dispatcher.list. */
  readonly line: string
  /** It is gone, without a word. */
  readonly kill: () => Promise<void>
}

/** `n` is the end of its address, and the greater the sooner it is chosen. */
export async function startNode(t: Test, n: number, outboundProxy?: string): Promise<Node> {
  const host = `127.1.0.${n}`
  const edge = await startEdge({ host, secret: 'drachtio', sipPort: 0, wsPort: 0, appPort: 0 })
  const stage = await createSipStage(undefined, edge, {
    proxies: [inner],
    ...(outboundProxy && { outboundProxy }),
  })
  let ending: Promise<void> | undefined
  const kill = () => (ending ??= stage.stop())
  t.teardown(kill)
  return { ...stage, host, line: `sip:${host}:${edge.sipPort} 0 ${n} duid=n${n}`, kill }
}
