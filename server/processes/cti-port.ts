import type { CentrePort } from '../../cti/gateway/centre-port.ts'
import type { Centre } from '../centre/centre.ts'

/** The centre as the gateway of the pages needs it. */
export function ctiPort(centre: Pick<Centre, 'put' | 'subscribe' | 'board'>): CentrePort {
  return {
    async ask(agent, ask) {
      const turn = await centre.put({ type: 'agent.asked', agent, ask })
      return turn.events.find((event) => event.type === 'ask.refused')?.reason
    },
    report(type, agent) {
      // The centre notes a bug where it happens.
      centre.put({ type, agent }).catch(() => undefined)
    },
    board: () => centre.board(),
    subscribe: (listener) =>
      centre.subscribe((events, changed) => listener(changed, events[0]?.at)),
  }
}
