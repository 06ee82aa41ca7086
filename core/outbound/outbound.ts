//   outbound.requested -> outbound.routed (ring, or refer), or outbound.refused
//   Nothing else calls a number outside: who may dial out is decided where `outbound.requested` is concluded, what may
//   be dialled is decided here.
import type { Effect } from '../effect.ts'
import type { Conclusion, Event, EventOf, PartyName, ShownCaller } from '../event.ts'
import type { TrunkId } from '../names.ts'
import { findPattern } from '../numbering/number-pattern.ts'
import { oneForm } from '../numbering/one-form.ts'
import { writeNumber } from '../numbering/write-number.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import type { DialPlan, Trunk } from '../trunk.ts'
import { selectTrunk } from './select-trunk.ts'
import { followSpend, type Ledger } from './spend.ts'

/** Its state is what calls outside have cost of late. */
export function stepOutbound(ledger: Ledger, event: Event, tenant: Tenant): Step<Ledger> {
  return event.type === 'outbound.requested'
    ? { state: ledger, ...route(ledger, event, tenant) }
    : { ...stay(ledger), state: followSpend(ledger, event) }
}

function route(
  ledger: Ledger,
  event: EventOf<'outbound.requested'>,
  tenant: Tenant,
): Omit<Step<Ledger>, 'state'> {
  const { contact, leg, at } = event
  const planned = selectTrunk(event, tenant, ledger, at)
  const { number, passed } = planned
  const about = { contact, leg, number, passed }
  const { outbound } = tenant
  if ('reason' in planned || !outbound) {
    const reason = 'reason' in planned ? planned.reason : 'no-route'
    return {
      conclusions: [{ type: 'outbound.refused', ...about, reason }],
      effects: [],
    }
  }
  const { trunk, perMinute } = planned
  const how = event.refers !== undefined && refers(trunk, event) ? 'refer' : 'ring'
  const price = perMinute === undefined ? {} : { perMinute }
  const routed: Conclusion = { type: 'outbound.routed', ...about, trunk: trunk.id, how, ...price }
  const party: PartyName = { who: event.why === 'callback' ? 'caller' : 'outside' }
  return {
    conclusions:
      how === 'ring' ? [routed, { type: 'leg.assigned', contact, leg, party }] : [routed],
    effects: [
      orderOf(event, number, trunk, { plan: outbound.plan, hotlines: tenant.hotlines }, how),
    ],
  }
}

/** How the customer's network is told to lead him to a party whom we called by it; undefined where it is not to. */
export function referDigits(
  { number: dialled, trunk: id }: { readonly number: string; readonly trunk?: TrunkId },
  { trunks = [], outbound }: Tenant,
): string | undefined {
  const trunk = trunks.find((each) => each.id === id)
  if (!outbound || trunk?.transfer !== 'refer') return undefined
  return digitsFor(trunk, oneForm(dialled, { outbound }), outbound.plan, dialled)
}

function digitsFor(
  { outbound: { form, prefix = '' } }: Trunk,
  number: string,
  plan: DialPlan,
  dialled: string,
): string {
  return `${prefix}${writeNumber(number, form, plan, dialled)}`
}

type Own = Pick<Tenant, 'hotlines'> & { readonly plan: DialPlan }

/** The customer's own network leads him there, if he came by the trunk that the call would take. */
const refers = ({ id, transfer }: Trunk, { shows }: EventOf<'outbound.requested'>): boolean =>
  transfer === 'refer' && shows.trunk === id

function orderOf(
  { leg, number: dialled, shows, refers }: EventOf<'outbound.requested'>,
  number: string,
  trunk: Trunk,
  { plan, hotlines }: Own,
  how: 'ring' | 'refer',
): Effect {
  const digits = digitsFor(trunk, number, plan, dialled)
  if (how === 'refer' && refers !== undefined) return { do: 'refer', leg: refers, to: { digits } }
  const caller = callerFor(shows, trunk, { plan, hotlines })
  return { do: 'ring', leg, to: { trunk: trunk.id, digits }, caller, autoAnswer: false }
}

/** A network may not let numbers through that are not its own: those that lead here by it, and the hotlines. */
function callerFor(shows: ShownCaller, { inbound, outbound }: Trunk, { plan, hotlines }: Own) {
  const { number, name, anonymous } = shows
  const { callerId, form } = outbound
  const hidden = anonymous && { anonymous }
  const inOneForm = (each: string): string => oneForm(each, { outbound: { plan } })
  const shown = inOneForm(number)
  const isOwn = (): boolean =>
    findPattern(inbound.numbers, shown) !== undefined ||
    hotlines.some((hotline) => inOneForm(hotline.number) === shown)
  if (callerId && (callerId.always || !isOwn())) return { number: callerId.number, ...hidden }
  const written = writeNumber(shown, form, plan, number)
  return { number: written, ...(name === undefined ? {} : { name }), ...hidden }
}
