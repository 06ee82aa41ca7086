import fc from 'fast-check'
import t from 'tap'
import { type Board, createBoard, stepBoard } from '../../cti/board/board.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { tenant, withSalesRule } from '../../testkit/calls/tenant.ts'

const agentOf = (stage: Stage, n: number) => stage.agent(`100${n + 1}`)

/** One thing that happens in a small centre. */
const act = fc.oneof(
  fc.constant((stage: Stage) => void stage.caller().waitsForSales()),
  fc.constant((stage: Stage) => stage.caller().waitsForSales().hangsUp()),
  fc.nat(2).map((n) => (stage: Stage) => void agentOf(stage, n).answersAfter(2).isReady()),
  fc.nat(2).map((n) => (stage: Stage) => void agentOf(stage, n).ignores().isReady()),
  fc.nat(2).map((n) => (stage: Stage) => agentOf(stage, n).hangsUp()),
  fc.nat(2).map((n) => (stage: Stage) => agentOf(stage, n).vanishes()),
  fc.nat(2).map((n) => (stage: Stage) => {
    const asked = stage.events.findLast(({ type }) => type === 'contact.connected')
    if (asked?.type === 'contact.connected')
      agentOf(stage, n).asks({
        ask: 'transfer',
        contact: asked.contact,
        to: { queue: asked.queue },
      })
  }),
  fc.nat(30).map((seconds) => (stage: Stage) => stage.passes(seconds)),
)
const histories = fc.array(act, { minLength: 5, maxLength: 40, size: 'max' })

/** What does not fit together on the board; called between two turns. */
function faultsOf(board: Board): string[] {
  const faults: string[] = []
  const expect = (isSo: boolean, fault: string) => {
    if (!isSo) faults.push(`${board.seq}: ${fault}`)
  }
  seekAgents(board, expect)
  seekContacts(board, expect)
  seekQueues(board, expect)
  return faults
}

type Expect = (isSo: boolean, fault: string) => void

function seekAgents({ agents, contacts }: Board, expect: Expect): void {
  for (const { id, state, contact } of agents.values()) {
    const isBusy = ['reserved', 'talking', 'wrapUp'].includes(state)
    expect(isBusy === (contact !== undefined), `${id} is ${state} with ${contact ?? 'nobody'}`)
    expect(contact === undefined || contacts.has(contact), `${id} has a contact that is gone`)
  }
}

function seekContacts(board: Board, expect: Expect): void {
  for (const { id, phase, agent, outcome } of board.contacts.values()) {
    const holders = [...board.agents.values()].filter(({ contact }) => contact === id)
    const ringing = holders.filter(({ state }) => state === 'reserved')
    expect(
      (phase === 'offered') === ringing.length > 0,
      `${id} is ${phase}, ${ringing.length} ring`,
    )
    if (ringing.length === 1) expect(ringing[0]?.id === agent, `${id} does not say where it rings`)
    const state = holders.find((each) => each.id === agent)?.state
    if (phase === 'talking') expect(state === 'talking', `${id} talks to who is ${state}`)
    expect(outcome === undefined || holders.length > 0, `${id} is over and on no desk`)
  }
}

function seekQueues(board: Board, expect: Expect): void {
  for (const queue of board.queues.values()) {
    const waiting = [...board.contacts.values()]
      .filter((contact) => contact.phase === 'waiting' && contact.queue === queue.id)
      .sort((one, other) => (one.position ?? 0) - (other.position ?? 0))
    expect(queue.waiting === waiting.length, `${queue.id} counts ${queue.waiting}`)
    waiting.forEach(({ id, position, queuedAt = 0 }, index) => {
      expect(position === index + 1, `${id} is at ${position}`)
      expect(queuedAt >= (waiting[index - 1]?.queuedAt ?? 0), `${id} stands before an older one`)
    })
    const { offered, answered, abandoned } = queue.today
    expect(answered + abandoned <= offered, `${queue.id} served more than were offered`)
  }
}

const houses = { plain: tenant, 'ring-all': withSalesRule({ strategy: 'ring-all' }) }

t.test('after every turn of any history the board fits together', async (t) => {
  const property = fc.property(
    fc.constantFrom('plain', 'ring-all'),
    histories,
    (house, history) => {
      const stage = new Stage(houses[house])
      for (const act of history) act(stage)
      const board = createBoard()
      const faults: string[] = []
      stage.events.forEach((event, index) => {
        stepBoard(board, event)
        if (stage.events[index + 1]?.cause === undefined) faults.push(...faultsOf(board))
      })
      t.same(faults, [])
      return faults.length === 0
    },
  )
  fc.assert(property, { numRuns: 100 })
})
