import type { DialPlan } from '../trunk.ts'
import { normalise } from './normalise.ts'

type HasDialPlan = { readonly outbound?: { readonly plan: DialPlan } }

/** So that the same customer is one customer however networks write the number. */
export const oneForm = (number: string, { outbound }: HasDialPlan): string =>
  (outbound && normalise(number, outbound.plan)) ?? number
