import type { EventOf } from '../event.ts'
import type { FlowId } from '../names.ts'
import { findPattern } from '../numbering/number-pattern.ts'
import { oneForm } from '../numbering/one-form.ts'
import type { Tenant } from '../tenant.ts'

/** The number that was dialled, as the tenant writes it, and the flow that it leads to. */
type Reached = { readonly to: string; readonly flow?: FlowId }

/** A trunk's own numbers come before the hotlines; both are also known by their one form. */
export function findHotline(event: EventOf<'leg.arrived'>, tenant: Tenant): Reached {
  const { number, trunk: id } = event
  const form = oneForm(number, tenant)
  const numbers = tenant.trunks?.find((trunk) => trunk.id === id)?.inbound.numbers ?? []
  const own = findPattern(numbers, form) ?? findPattern(numbers, number)
  if (own) return { to: form, flow: own.flow }
  const hotline =
    tenant.hotlines.find((each) => each.number === number) ??
    tenant.hotlines.find((each) => oneForm(each.number, tenant) === form)
  return hotline ? { to: hotline.number, flow: hotline.flow } : { to: number }
}
