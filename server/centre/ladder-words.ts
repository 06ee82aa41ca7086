import type { Ask, Event, EventOf, Fact, TransferTarget } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { OfferReason } from '../../core/offer-reason.ts'
import type { Text } from '../../core/tenant.ts'

export type Lane = 'caller' | 'centre' | AgentId

/** One line of the ladder: an arrow from one lane to another, or a dot where they are the same. */
export type Rung = {
  readonly from: Lane
  readonly to: Lane
  readonly isMutual?: boolean
  readonly text: Text
}

/** `side`: whose leg the event is about. Undefined for what says nothing to a reader. */
export function rungOf(event: Event, side: Lane): Rung | undefined {
  // The table is keyed by the very type that it is called with.
  return rungs[event.type]?.(event as never, side)
}

const within = (zh: string, en: string): Rung => ({
  ...{ from: 'centre', to: 'centre' },
  text: { zh, en },
})
const arrow = (from: Lane, to: Lane, zh: string, en: string): Rung => ({
  from,
  to,
  text: { zh, en },
})
const both = (one: Lane, other: Lane, zh: string, en: string): Rung => ({
  ...arrow(one, other, zh, en),
  isMutual: true,
})

const rungs: {
  readonly [Type in Fact['type']]?: (event: EventOf<Type>, side: Lane) => Rung
} = {
  'leg.arrived': ({ number, via }) =>
    arrow('caller', 'centre', `拨打 ${number}（${via}）`, `calls ${number} (${via})`),
  'leg.ringing': (_, side) => arrow(side, 'centre', '振铃', 'rings'),
  'leg.answered': (_, side) => arrow(side, 'centre', '接通', 'answers'),
  'leg.digit': ({ digit }, side) => arrow(side, 'centre', `按键 ${digit}`, `presses ${digit}`),
  'leg.played': ({ play }, side) =>
    arrow('centre', side, `提示音播完（${play}）`, `the prompt has been played (${play})`),
  'leg.ended': ({ reason }, side) =>
    arrow(side, 'centre', `线路结束：${reason}`, `the line ends: ${reason}`),
  'recording.ended': ({ seconds, file }) =>
    within(`录音完成，${seconds} 秒：${file}`, `the recording is kept, ${seconds} s: ${file}`),
  'timer.fired': ({ timer }) => within(`定时器到时：${timer}`, `the timer ${timer} has run out`),
  'agent.asked': ({ agent, ask }) =>
    arrow(agent, 'centre', `请求：${askWords(ask).zh}`, `asks: ${askWords(ask).en}`),
  'ask.refused': ({ agent, reason }) =>
    arrow('centre', agent, `请求被拒绝：${reason}`, `the ask is refused: ${reason}`),
  'contact.opened': ({ contact, flow, language }) =>
    within(
      `成为 ${contact}，进入流程 ${flow}（${language}）`,
      `becomes ${contact} in the flow ${flow} (${language})`,
    ),
  'contact.refused': ({ reason }) =>
    arrow('centre', 'caller', `拒绝来电：${reason}`, `the call is refused: ${reason}`),
  'contact.answered': () =>
    both('caller', 'centre', '已应答，流程开始', 'answered; the flow begins'),
  'contact.entered': ({ node, label }) =>
    within(`流程节点 ${node}：${label.zh}`, `flow node ${node}: ${label.en}`),
  'contact.pressed': ({ node, digits }) =>
    within(`在 ${node} 收到 ${digits}`, `${digits} was chosen at ${node}`),
  'contact.switchedLanguage': ({ language }) =>
    within(`语言改为 ${language}`, `the language is now ${language}`),
  'contact.leftFlow': ({ outcome, reason }) =>
    within(`流程结束：${outcome}，${reason}`, `the flow is over: ${outcome}, ${reason}`),
  'contact.queued': queued,
  'contact.positioned': ({ position, waiting }) =>
    arrow(
      ...(['centre', 'caller'] as const),
      `告知排在第 ${position} 位，共 ${waiting} 人等候`,
      `is told: number ${position} of ${waiting} waiting`,
    ),
  'contact.offered': offered,
  'agent.missed': ({ agent, reason }) =>
    arrow(
      agent,
      'centre',
      `未接：${reason}；来电者继续等候`,
      `missed: ${reason}; the caller waits on`,
    ),
  'contact.connected': ({ agent }) => both('caller', agent, '开始通话', 'they talk'),
  'contact.held': ({ agent }) => arrow(agent, 'caller', '保持', 'puts the caller on hold'),
  'contact.resumed': ({ agent }) => arrow(agent, 'caller', '恢复通话', 'is back from hold'),
  'contact.muted': ({ agent, muted }) =>
    arrow(agent, 'caller', muted ? '静音' : '取消静音', muted ? 'is muted' : 'is heard again'),
  'contact.dialled': ({ agent, digits }) =>
    arrow(agent, 'caller', `发送按键 ${digits}`, `sends the keys ${digits}`),
  'contact.parted': ({ agent, reason }) =>
    arrow(agent, 'caller', `坐席掉线：${reason}`, `the agent’s line is lost: ${reason}`),
  'contact.rejoined': ({ agent }) => both('caller', agent, '重新接通', 'they talk again'),
  'contact.transferred': ({ agent, to }) =>
    arrow(agent, 'centre', `转接到 ${targetOf(to)}`, `transfers to ${targetOf(to)}`),
  'agent.released': ({ agent, why }) =>
    why === 'talked'
      ? arrow('centre', agent, '通话结束，开始话后处理', 'the talk is over; wrap-up begins')
      : arrow('centre', agent, '未接通即释放', 'is free again without having talked'),
  'agent.wrappedUp': wrappedUp,
  'contact.ended': ({ outcome, reason }) =>
    within(`联络结束：${outcome}，${reason}`, `the contact is over: ${outcome}, ${reason}`),
}

function queued({ queue, agent }: EventOf<'contact.queued'>): Rung {
  return within(
    `在 ${queue} 排队${agent === undefined ? '' : `，优先 ${agent}`}`,
    `waits in ${queue}${agent === undefined ? '' : `, for ${agent} before others`}`,
  )
}

/** The decision, with everything that it was made of. */
function offered({ agent, queue, reason }: EventOf<'contact.offered'>): Rung {
  const { waitedMs, idleMs, able, idle, waiting } = reason
  const rule = ruleWords[reason.rule]
  return arrow(
    ...(['centre', agent] as const),
    `分配给 ${agent}（${queue}）：${rule.zh}，空闲 ${seconds(idleMs)} 秒；${able} 名坐席可接，其中 ${idle} 名空闲；` +
      `已等候 ${seconds(waitedMs)} 秒，共 ${waiting} 人等候`,
    `offered to ${agent} (${queue}): ${rule.en}, idle ${seconds(idleMs)} s; ${able} agents could serve, ${idle} of them idle; ` +
      `waited ${seconds(waitedMs)} s, ${waiting} waiting`,
  )
}

function wrappedUp({ agent, disposition, by }: EventOf<'agent.wrappedUp'>): Rung {
  return arrow(
    ...([agent, 'centre'] as const),
    `话后处理完成${by === 'timer' ? '（超时）' : ''}${disposition ? `：${disposition}` : ''}`,
    `is done with wrap-up${by === 'timer' ? ' (time was up)' : ''}${disposition ? `: ${disposition}` : ''}`,
  )
}

const ruleWords: Readonly<Record<OfferReason['rule'], Text>> = {
  'longest-idle': { zh: '空闲最久', en: 'idle longest' },
  'least-handled': { zh: '接听最少', en: 'least handled' },
  'least-occupied': { zh: '占用率最低', en: 'least occupied' },
  'best-skill': { zh: '技能最合', en: 'best skill' },
  'weighted-random': { zh: '加权随机', en: 'weighted random' },
  'round-robin': { zh: '依次轮流', en: 'in turn' },
  'top-down': { zh: '按名单顺序', en: 'first of the list' },
  'ring-all': { zh: '同时振铃', en: 'all ring' },
  'own-agent': { zh: '专属坐席', en: 'the customer’s own agent' },
  'last-agent': { zh: '上次接待的坐席', en: 'who served this customer last' },
  'asked-for': { zh: '指定坐席', en: 'asked for' },
}

function askWords(ask: Ask): Text {
  switch (ask.ask) {
    case 'hold':
      return { zh: '保持', en: 'hold' }
    case 'resume':
      return { zh: '恢复', en: 'resume' }
    case 'mute':
      return ask.muted ? { zh: '静音', en: 'mute' } : { zh: '取消静音', en: 'unmute' }
    case 'digits':
      return { zh: `按键 ${ask.digits}`, en: `keys ${ask.digits}` }
    case 'transfer':
      return { zh: `转接到 ${targetOf(ask.to)}`, en: `transfer to ${targetOf(ask.to)}` }
    case 'hangUp':
      return { zh: '挂断', en: 'hang up' }
    case 'wrapUp':
      return { zh: '完成话后处理', en: 'wrap-up is done' }
    default:
      return { zh: ask.ask, en: ask.ask }
  }
}

const targetOf = (to: TransferTarget): string => ('queue' in to ? to.queue : to.agent)

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
