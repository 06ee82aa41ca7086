import { type FaultWords, words } from '../../acd/policy/fault-words.ts'

const quoted = (one = ''): string => `"${one}"`
const said = (zh: string, en: string) => ({ zh, en })

/** What can be wrong with trunks and outbound rules, in both languages; the place stands before it. */
const own = {
  'too-many': (most) => said(`不能超过 ${most} 个`, `must not be more than ${most}`),
  'not-an-id': (given) =>
    said(
      `${quoted(given)} 不是标识：小写字母、数字和连字符，最多 32 个`,
      `${quoted(given)} is not an id: small letters, digits and hyphens, at most 32`,
    ),
  'leads-nowhere': () =>
    said('既没有代理地址，也没有来源地址', 'has neither a proxy to call nor a source to hear'),
  'not-a-proxy': (given) =>
    said(
      `${quoted(given)} 不是代理地址，例如 sip:proxy.example.com;transport=tls`,
      `${quoted(given)} is not the address of a proxy such as sip:proxy.example.com;transport=tls`,
    ),
  'not-a-network': (given) =>
    said(
      `${quoted(given)} 不是地址或网段，例如 203.0.113.0/24`,
      `${quoted(given)} is not an address or a network such as 203.0.113.0/24`,
    ),
  'source-of-another': (given, owner) =>
    said(
      `${given} 已是中继 ${quoted(owner)} 的来源`,
      `${given} is a source of trunk ${quoted(owner)} already`,
    ),
  'not-a-pattern': (given) =>
    said(
      `${quoted(given)} 不是号码规则：数字，x 代表任一位，末尾的 * 代表任意后续`,
      `${quoted(given)} is not a pattern: digits, x for any one, * at the end for any rest`,
    ),
  'not-digits': (given) => said(`${quoted(given)} 不是号码`, `${quoted(given)} is not a number`),
  'not-a-currency': (given) =>
    said(
      `${quoted(given)} 不是货币代码，例如 CNY`,
      `${quoted(given)} is not the code of a currency such as CNY`,
    ),
  'unknown-flow': (id) => said(`没有流程 ${quoted(id)}`, `there is no flow ${quoted(id)}`),
  'unknown-trunk': (id) => said(`没有中继 ${quoted(id)}`, `there is no trunk ${quoted(id)}`),
  'no-proxy': () => said('要注册，但没有代理地址', 'registers, but has no proxy to register with'),
} satisfies Record<string, FaultWords>

export type TrunkingFaultCode = keyof typeof own
export const trunkingFaultCodes = Object.keys(own) as readonly TrunkingFaultCode[]

/** With those of every configuration: missing, out of range and their like. */
export const trunkingWords = { ...words, ...own }
