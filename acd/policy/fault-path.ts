import type { Text } from '../../core/language.ts'

/** Keys and indexes that lead to a place in JSON. */
export type FaultPath = readonly (string | number)[]

type Naming = (entry: unknown, key: string | number) => Text

const member =
  (zh: string, en: string): Naming =>
  (entry, key) => {
    const name = nameOf(entry, key)
    return { zh: `${zh} ${name}`, en: `${en} ${name}` }
  }
const numbered =
  (zh: string, en: string): Naming =>
  (_, key) => {
    const number = Number(key) + 1
    return { zh: `第 ${number} ${zh}`, en: `${en} ${number}` }
  }

/** Members of these are called by a name or by their number, the first being 1. */
const collections: ReadonlyMap<string, Naming> = new Map([
  ['queues', member('队列', 'queue')],
  ['people', member('人员', 'person')],
  ['skills', member('技能', 'skill')],
  ['tiers', member('梯队，队列', 'tier in queue')],
  ['holidays', member('假日', 'holiday')],
  ['trunks', member('中继', 'trunk')],
  ['routes', numbered('条外呼路由', 'route')],
  ['sources', numbered('个来源', 'source')],
  ['proxies', numbered('个代理', 'proxy')],
  ['numbers', numbered('个被叫号码', 'number')],
  ['rates', numbered('条资费', 'rate')],
  ['countries', numbered('个国家', 'country')],
  ['short', numbered('个短号', 'short number')],
  ['limits', numbered('条限制', 'limit')],
  ['relax', numbered('步放宽', 'relaxation')],
  ['hours', numbered('段营业时间', 'hours')],
  ['days', numbered('个星期', 'day')],
  ['streams', numbered('组来电', 'stream')],
  ['arrivals', numbered('个来电', 'arrival')],
  ['perHour', numbered('个时段', 'interval')],
  ['shifts', numbered('个班次', 'shift')],
  ['ownCustomers', numbered('个专属客户', 'customer')],
])

/** The place in words: `queue support, limit 2, above`. */
export function placeInWords(data: unknown, path: FaultPath): Text {
  const parts: Text[] = []
  let [value, collection] = [data, '']
  for (const key of path) {
    value = entryOf(value, key)
    const naming = collections.get(collection)
    if (naming) parts.push(naming(value, key))
    else if (!isPassedOver(String(key))) parts.push(titleOf(String(key)))
    collection = naming ? '' : String(key)
  }
  if (collections.has(collection)) parts.push({ zh: collection, en: collection })
  if (parts.length === 0) return { zh: '策略', en: 'policy' }
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') }
}

/** Collections are left out of the path, since their member names the place; so is the word policy. */
const isPassedOver = (key: string): boolean => collections.has(key) || key === 'policy'

const titleOf = (key: string): Text =>
  key === 'trial' ? { zh: '试验', en: 'trial' } : { zh: key, en: key }

const entryOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined

function nameOf(entry: unknown, key: string | number): string {
  if (typeof key === 'string') return key
  const name = typeof entry === 'string' ? entry : (entryOf(entry, 'queue') ?? entryOf(entry, 'id'))
  return typeof name === 'string' ? name : String(key + 1)
}
