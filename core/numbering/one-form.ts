import type { DialPlan } from '../trunk.ts'
import { normalise } from './normalise.ts'

type Planned = { readonly outbound?: { readonly plan: DialPlan } }

/** So that the same customer is one customer however networks write the number. */
export const oneForm = (number: string, { outbound }: Planned): string =>
  (outbound && normalise(number, outbound.plan)) ?? number
