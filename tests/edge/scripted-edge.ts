import { DrachtioApplication } from '../../edge/app/drachtio-application.ts'
import { createEdgeContext, type EdgeContext } from '../../edge/app/edge-context.ts'
import { releaseApp } from '../../edge/app/release-app.ts'
import { takeSip } from '../../edge/app/sip-verb.ts'
import { Counters } from '../../edge/counters.ts'
import { standardSessions } from '../../edge/dialog/session-terms.ts'
import { permissiveGuard } from '../../edge/guard/guard.ts'
import { Overload } from '../../edge/guard/overload.ts'
import { receive } from '../../edge/receive/receive.ts'
import { createOwnEnd } from '../../edge/transport/own-end.ts'
import type { Transports } from '../../edge/transport/transports.ts'
import { createStage, ScriptedHop } from './scripted-hop.ts'

const methods = 'invite register options message info notify subscribe publish refer'.split(' ')

const answers = [
  '',
  'To: <sip:us@b>;tag=own\r\n',
  'Require: 100rel\r\n',
  'Contact: <sip:x@localhost>\r\n',
]

/** The whole edge without a socket: strangers and an application that a seed steers, and time that is told to pass. */
export type ScriptedEdge = {
  readonly edge: EdgeContext
  readonly bugs: readonly unknown[]
  /** From the network; every second over a connection. */
  hears(text: string): void
  /** One of the last messages that the edge sent. */
  said(): string
  /** From the application: a frame's message, for one of the transactions or dialogs that it knows. */
  orders(message: string): void
  pass(ms: number): void
  /** The application goes and comes again. */
  restarts(): void
  /** The application goes, and all timers end. What is left then would be there for ever. */
  leaves(): Promise<Record<string, number>>
}

/** What waits for a name is looked up by then. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createScriptedEdge(random: () => number): ScriptedEdge {
  const stage = createStage()
  const bugs: unknown[] = []
  const hops = { udp: new ScriptedHop('udp', stage.now), tcp: new ScriptedHop('tcp', stage.now) }
  const local = { address: '192.0.2.1', port: 5060 }
  const none = { to: () => undefined, size: 0 }
  const to = (transport: 'udp' | 'tcp') => ({
    local,
    connections: none,
    hopTo: () => hops[transport],
  })
  const ways = { udp: to('udp'), tcp: to('tcp'), tls: to('tcp'), ws: { local, connections: none } }
  // Only what finding a way asks of them.
  const transports = {
    all: [ways],
    toward: () => ways,
    hasTls: true,
    ownEnd: createOwnEnd(),
  } as unknown as Transports
  const addresses = (): Promise<string[]> => Promise.resolve(random() < 0.8 ? ['192.0.2.7'] : [])
  const nothing = () => Promise.resolve([])
  const edge = createEdgeContext(
    {
      guard: permissiveGuard,
      overload: new Overload(stage.now),
      counters: new Counters(),
      timing: stage.timing,
      sessions: { ...standardSessions, seconds: 90 },
      log: () => undefined,
      onBug: (error) => void bugs.push(error),
    },
    transports,
    { naptr: nothing, srv: nothing, addresses },
  )

  const known = { transactions: [''], dialogs: [''] }
  const oneOf = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)]
  const order = (tokens: readonly string[], message: string): void => {
    takeSip(edge, app, { id: 'f', verb: 'sip', tokens, message })
  }
  /** It answers most requests, at once, with any status. */
  class ScriptedApp extends DrachtioApplication {
    override readonly routes = new Set(methods)

    send(payload: string): void {
      const tokens = payload.slice(0, payload.indexOf('\r')).split('|')
      if (tokens[1] !== 'sip') return
      const [, , , , , , , , transaction = '', dialog = ''] = tokens
      known.transactions[Math.floor(random() * 20)] = transaction
      known.dialogs[Math.floor(random() * 20)] = dialog
      const status = oneOf([180, 183, 200, 200, 200, 302, 401, 486, 0])
      const headers = oneOf(answers) ?? ''
      if (status) order([transaction, '', ''], `SIP/2.0 ${status} x\r\n${headers}\r\n`)
    }
  }
  const app = new ScriptedApp()
  edge.apps.add(app)

  return {
    edge,
    bugs,
    hears: (text) => receive(edge, text, random() < 0.5 ? hops.udp : hops.tcp),
    said: () => oneOf([...hops.udp.sent.slice(-20), ...hops.tcp.sent.slice(-20)])?.text ?? '',
    orders(message) {
      const transaction = random() < 0.4 ? (oneOf(known.transactions) ?? '') : ''
      const dialog = random() < 0.6 ? (oneOf(known.dialogs) ?? '') : ''
      order([transaction, dialog, ''], message)
    },
    pass(ms) {
      stage.pass(ms)
      if (random() < 0.05) {
        hops.tcp.lose()
        hops.tcp = new ScriptedHop('tcp', stage.now)
      }
      for (const { sent } of Object.values(hops)) sent.splice(0, sent.length - 20)
    },
    restarts() {
      releaseApp(edge, app)
      edge.apps.add(app)
    },
    async leaves() {
      await settled()
      releaseApp(edge, app)
      edge.registrations.stop()
      for (let turn = 0; turn < 20; turn++) {
        stage.pass(10_000)
        await settled()
      }
      const { transactions, dialogs, registrations, incoming: served, outgoing: sent } = edge
      const sizes = [transactions, dialogs, registrations, served, sent].map(({ size }) => size)
      const [inTransactions = 0, inDialogs = 0, inRegistrations = 0, inServed = 0, inSent = 0] =
        sizes
      const listening = hops.udp.listening + hops.tcp.listening
      return {
        inTransactions,
        inDialogs,
        inRegistrations,
        inServed,
        inSent,
        timers: stage.wheel.pending,
        listening,
      }
    },
  }
}
