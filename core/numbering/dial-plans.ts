import type { DialPlan } from '../trunk.ts'

/** Emergency, information and carriers; 95 and 96 of companies; 400 and 800, which only the country reaches. */
const chineseShort = [
  ...['110', '112', '114', '119', '120', '122', '10xxx', '11xxx', '11xxxx', '12xxx'],
  ...['95xxx', '95xxxx', '96xxx', '96xxxx', '400xxxxxxx', '800xxxxxxx'],
]

/** `area`: `571` for Hangzhou. */
export const chinesePlan = (area?: string): DialPlan => ({
  country: '86',
  international: '00',
  national: '0',
  short: chineseShort,
  ...(area === undefined ? {} : { area }),
})
