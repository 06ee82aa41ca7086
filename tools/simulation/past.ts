import { estimatePatience, type Wait } from '../../acd/forecast/patience.ts'
import { ContactLedger } from '../../acd/simulate/contact-ledger.ts'
import type { Duration } from '../../acd/simulate/duration.ts'
import { type Report, reportOf } from '../../acd/simulate/figures.ts'
import type { Scenario, Stream } from '../../acd/simulate/scenario.ts'
import type { Event } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import { Presence } from './presence.ts'
import { type Visit, Visits } from './visits.ts'

/** A journal as something to simulate, and what really happened. */
type JournalPast = {
  readonly scenario: Scenario
  /** As it was configured last. */
  readonly tenant: Tenant
  readonly really: Report
}

type Events = AsyncIterable<Event> | Iterable<Event>

/** Undefined when the journal has no contact that was ever queued and answered. `read` is called twice. */
export async function readPast(read: () => Events): Promise<JournalPast | undefined> {
  const frame = await frameOf(read())
  if (!frame) return undefined
  const { tenant, startAt, endAt, lastSeq, utcOffsetMinutes } = frame
  const [visits, presence] = [new Visits(), new Presence()]
  const ledger = new ContactLedger(tenant, startAt, endAt + 1)
  for await (const event of read()) {
    if (event.seq > lastSeq) break
    visits.onEvent(event)
    presence.onEvent(event)
    ledger.onEvent(event)
  }
  ledger.close()
  const all = visits.close(endAt)
  if (!all.some(({ talkMs }) => talkMs !== undefined)) return undefined
  const streams = tenant.queues.flatMap(({ id }) => streamOf(id, all, startAt))
  const lengthSeconds = (endAt - startAt) / 1000
  return {
    scenario: {
      startAt,
      utcOffsetMinutes,
      lengthSeconds,
      warmUpSeconds: 0,
      streams,
      answering: presence.answering(),
      shifts: presence.shifts(startAt, endAt),
    },
    tenant,
    really: reportOf(ledger, tenant),
  }
}

type TimeFrame = {
  readonly tenant: Tenant
  readonly utcOffsetMinutes: number
  readonly startAt: number
  readonly endAt: number
  readonly lastSeq: number
}

async function frameOf(events: Events): Promise<TimeFrame | undefined> {
  let tenant: Tenant | undefined
  let [utcOffsetMinutes, startAt, endAt, lastSeq] = [0, 0, 0, 0]
  for await (const event of events) {
    startAt ||= event.at
    ;[endAt, lastSeq] = [event.at, event.seq]
    if (event.type === 'centre.started') ({ utcOffsetMinutes } = event)
    if (event.type === 'tenant.configured') ({ tenant } = event)
  }
  return tenant && { tenant, utcOffsetMinutes, startAt, endAt, lastSeq }
}

/** What a contact did not show is drawn from those of its queue that did; from those of all, if none of them did. */
function streamOf(queue: QueueId, all: readonly Visit[], startAt: number): Stream[] {
  const own = all.filter((visit) => visit.queue === queue)
  if (own.length === 0) return []
  const wrapUp = observed(own, all, 'wrapUpMs')
  const waits = own.map(({ waitedMs, end }): Wait => ({ waitedMs, abandoned: end === 'abandoned' }))
  return [
    {
      queue,
      arrivals: own.map((visit) => givenBy(visit, startAt)),
      talk: observed(own, all, 'talkMs') ?? { kind: 'fixed', seconds: 0 },
      ...(wrapUp && { wrapUp }),
      patience: { kind: 'estimated', patience: estimatePatience(waits) },
    },
  ]
}

function observed(
  own: readonly Visit[],
  all: readonly Visit[],
  field: 'talkMs' | 'wrapUpMs',
): Duration | undefined {
  const seen = (visits: readonly Visit[]) =>
    visits.flatMap((visit) => (visit[field] === undefined ? [] : [visit[field] / 1000]))
  const oneOfSeconds = [seen(own), seen(all)].find((seconds) => seconds.length > 0)
  return oneOfSeconds && { kind: 'observed', oneOfSeconds }
}

/** Who gave up has shown his patience; of the others it is known only how long he has waited. */
function givenBy(
  visit: Visit,
  startAt: number,
): Extract<Stream['arrivals'], readonly unknown[]>[number] {
  const { since, from, talkMs, wrapUpMs, waitedMs, end, skills, priority } = visit
  return {
    atSeconds: (since - startAt) / 1000,
    ...(from !== undefined && { from }),
    ...(talkMs !== undefined && { talkSeconds: talkMs / 1000 }),
    ...(wrapUpMs !== undefined && { wrapUpSeconds: wrapUpMs / 1000 }),
    ...(end === 'abandoned'
      ? { patienceSeconds: waitedMs / 1000 }
      : { patienceOverSeconds: waitedMs / 1000 }),
    ...(skills && { skills }),
    ...(priority !== undefined && { priority }),
  }
}
