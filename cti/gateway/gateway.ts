import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { AgentId } from '../../core/names.ts'
import { type Changed, nothingChanged } from '../board/board.ts'
import { mergeChanged, type PageUser, publishChange } from '../publish.ts'
import type { CentrePort } from './centre-port.ts'
import { CtiConnection } from './connection.ts'

type CtiGatewayOptions = {
  /** Whose upgrades on `/cti` are taken. */
  readonly server: Server
  readonly centre: CentrePort
  /** Undefined for a token that is forged, expired or revoked. */
  readonly whoIs: (token: string) => PageUser | undefined
  readonly log: (fields: object, message: string) => void
}

export type CtiGateway = { connections(): number; stop(): void }

const mostFrameBytes = 65_536
/** Changes within this time go out together: the first at once, ms. */
const gatherMs = 20
const heartbeatMs = 5000

/** The WebSocket end of the event stream: one connection per page. */
export function startCtiGateway(options: CtiGatewayOptions): CtiGateway {
  const { server, centre } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes })
  const connections = new Set<CtiConnection>()
  const desks = new DeskSessions(centre)
  const updates = new UpdateBatcher((changed, at) => {
    const textFor = publishChange(centre.board(), changed, at, Date.now())
    for (const connection of connections) connection.publish(textFor)
  })

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (request.url?.split('?')[0] !== '/cti') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection: CtiConnection = new CtiConnection(webSocket, {
        ...options,
        onDesk: (agent) => desks.open(agent, connection),
        onClose(agent) {
          connections.delete(connection)
          if (agent) desks.close(agent, connection)
        },
      })
      connections.add(connection)
    })
  }
  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.beat()
  }, heartbeatMs)
  const unsubscribe = centre.subscribe((changed, at) => updates.add(changed, at))
  server.on('upgrade', onUpgrade)

  return {
    connections: () => connections.size,
    stop() {
      server.off('upgrade', onUpgrade)
      clearInterval(heartbeat)
      unsubscribe()
      updates.stop()
      desks.stop()
      for (const connection of connections) connection.close(1001, 'the centre is stopping')
      sockets.close()
    },
  }
}

/** A person is there while a desk page is. The newest page is the desk: an older one is told, and lets go of the phone. */
class DeskSessions {
  readonly #centre: Pick<CentrePort, 'report'>
  readonly #desks = new Map<AgentId, CtiConnection>()
  #isStopped = false

  constructor(centre: Pick<CentrePort, 'report'>) {
    this.#centre = centre
  }

  open(agent: AgentId, desk: CtiConnection): void {
    const older = this.#desks.get(agent)
    this.#desks.set(agent, desk)
    if (older) older.refuse('elsewhere')
    else this.#centre.report('agent.appeared', agent)
  }

  close(agent: AgentId, desk: CtiConnection): void {
    if (this.#desks.get(agent) !== desk) return
    this.#desks.delete(agent)
    if (!this.#isStopped) this.#centre.report('agent.vanished', agent)
  }

  /** Pages that close because the centre does have not gone away. */
  stop(): void {
    this.#isStopped = true
  }
}

/** Gathers changes, so that a burst costs each page one frame. */
class UpdateBatcher {
  readonly #publish: (changed: Changed, at: number) => void
  #changed: Changed | undefined
  #at = 0
  #sentAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(publish: (changed: Changed, at: number) => void) {
    this.#publish = publish
  }

  /** `at`: when it happened; of what is gathered the oldest counts. */
  add(changed: Changed, at = Date.now()): void {
    if (this.#changed) {
      mergeChanged(this.#changed, changed)
      return
    }
    this.#changed = nothingChanged()
    mergeChanged(this.#changed, changed)
    this.#at = at
    const waitMs = this.#sentAt + gatherMs - performance.now()
    if (waitMs <= 0) this.#send()
    else this.#timer = setTimeout(() => this.#send(), waitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #send(): void {
    const changed = this.#changed
    this.#changed = undefined
    this.#sentAt = performance.now()
    if (changed) this.#publish(changed, this.#at)
  }
}
