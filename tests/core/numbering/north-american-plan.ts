import type { DialPlan } from '../../../core/trunk.ts'

/** The United States, Canada and their neighbours. */
export const northAmericanPlan = (area?: string): DialPlan => ({
  country: '1',
  international: '011',
  national: '1',
  short: ['x11', '988'],
  ...(area === undefined ? {} : { area }),
})
