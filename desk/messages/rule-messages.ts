import type { Limit, RecordingRule, StrategyName } from '../../core/policy.ts'
import type { Dictionary } from './language.ts'

/** The rule of a queue, read as sentences. */
const zh = {
  strategies: {
    'longest-idle': '空闲最久者优先',
    'least-handled': '登录后接听最少者优先',
    'least-occupied': '占用率最低者优先',
    'best-skill': '技能最合者优先',
    'weighted-random': '按权重随机',
    'round-robin': '依次轮流',
    'top-down': '按名单顺序',
    'ring-all': '同时振铃，先接先得',
  } satisfies Record<StrategyName, string>,
  part: {
    strategy: '分配',
    order: '先后',
    skills: '技能',
    relax: '放宽',
    preferred: '熟人',
    times: '时长',
    announce: '播报',
    limits: '上限',
    hours: '时段',
    callback: '回呼',
    recording: '录音',
  },
  firstTiers: (tier: number) => (tier === 1 ? '，先由第 1 梯队' : `，先由第 1 至 ${tier} 梯队`),
  order: (priority: number, ageing: number) => `起始 ${priority} 分，每等一秒加 ${ageing} 分`,
  weight: (weight: number) => `，权重 ×${weight}`,
  skills: (skills: string) => `${skills} 级起`,
  after: (time: string) => `等 ${time}后：`,
  enough: (level: number) => (level === 0 ? '不再要求技能' : `${level} 级即可`),
  upToTier: (tier: number) => `到第 ${tier} 梯队`,
  alsoQueue: (name: string) => `“${name}”的坐席也可接`,
  preferred: (time: string) => `先等客户自己的或上次的坐席 ${time}`,
  times: (ring: string, wrapUp: string) => `振铃 ${ring}，整理 ${wrapUp}`,
  announces: (time: string, what: string) => `每 ${time}报${what}`,
  position: '排位',
  wait: '预计等待',
  silent: '不播报',
  and: '和',
  limit: {
    size: (above: string) => `已有 ${above} 人等待时`,
    wait: (above: string) => `等满 ${above}`,
    'expected-wait': (above: string) => `预计等待超过 ${above}`,
  } satisfies Record<Limit['when'], (above: string) => string>,
  leadsTo: '→ ',
  holidays: (count: number) => `另有 ${count} 天休假`,
  closedTo: (to: string) => `关闭时 → ${to}`,
  emergencyTo: (to: string) => `紧急时 → ${to}`,
  callback: (key: string, attempts: number, retry: string, window: string) =>
    `按 ${key} 键登记；最多拨 ${attempts} 次，间隔 ${retry}；${window}内有效`,
  first: { customer: '先拨客户', agent: '先接坐席' },
  recording: {
    talk: '从与坐席通话开始',
    answer: '从应答开始，包括语音菜单和等待',
    never: '不录音',
  } satisfies Record<RecordingRule['when'], string>,
  masked: '按键音录为静音',
  time: (seconds: number) => {
    if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} 小时`
    return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} 分钟` : `${seconds} 秒`
  },
  separator: '；',
  comma: '，',
}

export type RuleMessages = typeof zh

const en: RuleMessages = {
  strategies: {
    'longest-idle': 'longest idle first',
    'least-handled': 'fewest calls since log-on first',
    'least-occupied': 'least occupied first',
    'best-skill': 'best skill first',
    'weighted-random': 'at random, by weight',
    'round-robin': 'in turn',
    'top-down': 'in the order of the list',
    'ring-all': 'all ring, the first answer wins',
  },
  part: {
    strategy: 'Agent',
    order: 'Order',
    skills: 'Skills',
    relax: 'Relaxes',
    preferred: 'Known',
    times: 'Times',
    announce: 'Tells',
    limits: 'Limits',
    hours: 'Hours',
    callback: 'Callback',
    recording: 'Records',
  },
  firstTiers: (tier) => (tier === 1 ? ', tier 1 before others' : `, tiers 1 to ${tier} first`),
  order: (priority, ageing) =>
    `${priority} points to begin with, ${ageing} more for each second waited`,
  weight: (weight) => `, weight ×${weight}`,
  skills: (skills) => `${skills} or better`,
  after: (time) => `after ${time}: `,
  enough: (level) => (level === 0 ? 'no skill is asked for' : `level ${level} is enough`),
  upToTier: (tier) => `down to tier ${tier}`,
  alsoQueue: (name) => `agents of ${name}, too`,
  preferred: (time) => `the customer's own or last agent is waited for ${time}`,
  times: (ring, wrapUp) => `rings for ${ring}, wrap-up ${wrapUp}`,
  announces: (time, what) => `${what} every ${time}`,
  position: 'place',
  wait: 'expected wait',
  silent: 'nothing',
  and: ' and ',
  limit: {
    size: (above) => `when ${above} wait`,
    wait: (above) => `after ${above} of waiting`,
    'expected-wait': (above) => `when the expected wait is over ${above}`,
  },
  leadsTo: '→ ',
  holidays: (count) => (count === 1 ? 'one holiday' : `${count} holidays`),
  closedTo: (to) => `when closed → ${to}`,
  emergencyTo: (to) => `in an emergency → ${to}`,
  callback: (key, attempts, retry, window) =>
    `key ${key}; dialled up to ${attempts} ×, ${retry} apart; good for ${window}`,
  first: { customer: 'the customer is dialled first', agent: 'the agent is rung first' },
  recording: {
    talk: 'from the talk with the agent on',
    answer: 'from the answer on, menu and waiting included',
    never: 'nothing',
  },
  masked: 'keys are silence in it',
  time: (seconds) => {
    if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`
    return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
  },
  separator: '; ',
  comma: ', ',
}

export const ruleMessages: Dictionary<RuleMessages> = { zh, en }
