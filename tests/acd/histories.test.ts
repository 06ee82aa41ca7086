import fc from 'fast-check'
import t from 'tap'
import type { ContactId } from '../../core/names.ts'
import { strategyNames } from '../../core/policy.ts'
import type { CallbackRule } from '../../core/policy.ts'
import { agent, Floor, person, queueOf, rule, tenantOf } from './floor.ts'
import { isWorkConserving, whatIsIdleBeside } from './work-conserving.ts'

const english = 'english' as never
const billing = 'billing' as never

const callback: CallbackRule = {
  key: '1',
  first: 'customer',
  attempts: 9,
  retrySeconds: 20,
  ringSeconds: 20,
  windowSeconds: 3600,
  uri: 'sip:{number}@gateway',
}

/** Three queues with all that a rule can say; eight agents of every kind. */
function tenantWith(strategy: (typeof strategyNames)[number], cap: number | undefined) {
  const rules = [
    rule({
      strategy,
      skills: { [english]: 3 },
      tier: 1,
      callback,
      relax: [
        { afterSeconds: 10, enoughLevel: 2 },
        { afterSeconds: 20, enoughLevel: 0, tier: 2 },
        { afterSeconds: 40, queue: queueOf('r') },
      ],
    }),
    rule({
      queue: queueOf('r'),
      strategy,
      ageing: 2,
      priority: 5,
      weight: 2,
      preferredSeconds: 5,
      limits: [{ when: 'size', above: 4, to: { queue: queueOf('s') } }],
    }),
    rule({
      queue: queueOf('s'),
      strategy,
      ageing: 0,
      priority: 50,
      limits: [{ when: 'wait', above: 90, to: { goodbye: 'busy' as never } }],
    }),
  ]
  const people = Array.from({ length: 8 }, (_, n) =>
    person(n, {
      queues:
        [
          ['q', 'r'],
          ['r', 's'],
          ['q', 's'],
          ['q', 'r', 's'],
        ][n % 4]?.map(queueOf) ?? [],
      tiers: { [queueOf('q')]: 1 + (n % 2) },
      skills: { [english]: (1 + (n % 5)) as never, ...(n % 3 ? { [billing]: 3 } : {}) },
      weight: 1 + n,
    }),
  )
  const window = cap === undefined ? {} : { occupancyCap: { share: cap, windowSeconds: 300 } }
  return tenantOf(rules, people, window)
}

type Act = (floor: Floor) => void

const someContact = (act: (floor: Floor, contact: ContactId) => void): fc.Arbitrary<Act> =>
  fc.nat(20).map((n) => (floor) => {
    const contact = [...floor.since.keys()][n]
    if (contact) act(floor, contact)
  })

const isBeingDialled = (floor: Floor, contact: ContactId): boolean =>
  floor.acd.contacts.get(contact)?.callback?.agent !== undefined

/** A booked callback that is being dialled, or that is not dialled before its time. */
const isElsewhere = (floor: Floor, contact: ContactId): boolean => {
  const booked = floor.acd.contacts.get(contact)?.callback
  return booked !== undefined && (booked.agent !== undefined || booked.notBefore > floor.now)
}

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        queue: fc.constantFrom('q', 'r', 's'),
        priority: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }),
        skills: fc.constantFrom(undefined, { [billing]: 2 as const }, { [billing]: 4 as const }),
        from: fc.constantFrom('1', '2', '3'),
        draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
      })
      .map(({ queue, priority, skills, ...call }) => (floor: Floor) => {
        floor.arrives(queue, {
          ...call,
          ...(priority === undefined ? {} : { priority }),
          ...(skills && { skills }),
        })
      }),
  },
  {
    weight: 4,
    arbitrary: fc.nat(7).map((n) => (floor: Floor) => {
      const id = agent(n)
      if (![...floor.held.values()].some((held) => held.includes(id))) floor.ready(id)
    }),
  },
  {
    weight: 1,
    arbitrary: fc.nat(7).map((n) => (floor: Floor) => {
      const id = agent(n)
      if (![...floor.held.values()].some((held) => held.includes(id)))
        floor.put({ type: 'agent.becameNotReady', agent: id, reason: 'break' })
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .nat(7)
      .map((n) => (floor: Floor) => floor.put({ type: 'agent.vanished', agent: agent(n) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .nat(7)
      .map((n) => (floor: Floor) => floor.put({ type: 'agent.appeared', agent: agent(n) })),
  },
  { weight: 3, arbitrary: someContact((floor, contact) => floor.answers(contact)) },
  { weight: 3, arbitrary: someContact((floor, contact) => floor.ends(contact)) },
  { weight: 2, arbitrary: someContact((floor, contact) => floor.misses(contact, 'rejected')) },
  {
    weight: 2,
    arbitrary: someContact((floor, contact) => {
      const queue = floor.queueOf(contact)
      if (floor.waits(contact) && queue === 'q')
        floor.put({ type: 'callback.asked', contact, queue, number: String(contact) })
    }),
  },
  {
    weight: 2,
    arbitrary: someContact((floor, contact) => {
      const since = floor.since.get(contact)
      if (isBeingDialled(floor, contact) && since !== undefined)
        floor.put({ type: 'contact.queued', contact, queue: queueOf('q'), since })
    }),
  },
  {
    weight: 2,
    arbitrary: someContact((floor, contact) => {
      const missed = { type: 'callback.missed', contact, attempt: 1, reason: 'no-answer' } as const
      if (isBeingDialled(floor, contact)) floor.put({ ...missed, retryAt: floor.now + 20_000 })
    }),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 30 }).map((s) => (floor: Floor) => floor.passes(s)),
  },
  {
    weight: 1,
    arbitrary: fc.constant((floor: Floor) =>
      floor.put({ type: 'tenant.configured', tenant: floor.tenant }),
    ),
  },
)

const history = fc.record({
  strategy: fc.constantFrom(...strategyNames),
  cap: fc.constantFrom(undefined, undefined, 0.5),
  acts: fc.array(act, { maxLength: 60, size: 'max' }),
})
type History = { strategy: (typeof strategyNames)[number]; cap: number | undefined; acts: Act[] }

/** Away from the gate more of them: `HISTORIES=20000 node --import tsx tests/acd/histories.test.ts`. */
const runs = { numRuns: Number(process.env['HISTORIES'] ?? 2_000) }

function play({ strategy, cap, acts }: History, after: (floor: Floor) => void = () => undefined) {
  const floor = new Floor(tenantWith(strategy, cap))
  for (const each of acts) {
    each(floor)
    after(floor)
  }
  return floor
}

t.test('no contact is lost or served twice, and no agent serves two', async () => {
  fc.assert(
    fc.property(history, (history) => {
      play(history, (floor) => {
        const busy = [...floor.held.values()].flat()
        if (new Set(busy).size !== busy.length) throw new Error('an agent has two contacts')
        for (const contact of floor.since.keys()) {
          const places = [
            floor.waits(contact),
            (floor.held.get(contact) ?? []).length > 0,
            isElsewhere(floor, contact),
          ].filter((is) => is)
          if (places.length !== 1) throw new Error(`${contact} is in ${places.length} places`)
        }
        if (floor.acd.contacts.size !== floor.since.size) throw new Error('customers stay behind')
      })
    }),
    runs,
  )
})

t.test('nobody who could serve a waiting contact is idle beside it', async () => {
  fc.assert(
    fc.property(history, (history) => {
      play(history, (floor) => {
        if (!isWorkConserving(floor)) throw new Error(whatIsIdleBeside(floor))
      })
    }),
    runs,
  )
})

t.test('within one line the older is served first', async () => {
  fc.assert(
    fc.property(history, (history) => {
      const floor = play(history)
      for (const { waiting } of floor.acd.subQueues.values()) {
        const entries = [...waiting]
        for (const [index, entry] of entries.entries()) {
          const next = entries[index + 1]
          if (next?.priority === entry.priority && next.since < entry.since)
            throw new Error(`${next.contact} is older than ${entry.contact}`)
        }
      }
    }),
    runs,
  )
})

t.test('the same events lead to the same conclusions, byte for byte', async () => {
  fc.assert(
    fc.property(history, (history) => {
      const [one, other] = [play(history), play(history)]
      return JSON.stringify(one.events) === JSON.stringify(other.events)
    }),
    runs,
  )
})

t.test('a snapshot and the events after it lead where all events lead', async () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 9 }), (history, every) => {
      let count = 0
      const restarting = play(history, (floor) => {
        if (++count % every === 0) floor.restarts()
      })
      return JSON.stringify(restarting.events) === JSON.stringify(play(history).events)
    }),
    runs,
  )
})
