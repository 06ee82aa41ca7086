import type { Ask, EventOf } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import { text } from '../bilingual.ts'
import { reasonWord } from './reason-words.ts'
import { arrow, both, type Rung, type Rungs, targetOf } from './rung.ts'

/** The talk, and what the agent does in it. */
export const talkRungs: Rungs<
  | 'agent.asked'
  | 'ask.refused'
  | 'contact.connected'
  | 'contact.held'
  | 'contact.resumed'
  | 'contact.muted'
  | 'contact.dialled'
  | 'contact.agentLost'
  | 'contact.agentRejoined'
  | 'contact.transferred'
  | 'agent.wrappedUp'
> = {
  'agent.asked': ({ agent, ask }) =>
    arrow(agent, 'centre', `请求：${askWords(ask).zh}`, `asks: ${askWords(ask).en}`),
  'ask.refused'({ agent, reason }) {
    const why = reasonWord(reason)
    return arrow('centre', agent, `请求被拒绝：${why.zh}`, `the ask is refused: ${why.en}`)
  },
  'contact.connected': ({ agent }) => both('caller', agent, '开始通话', 'they talk'),
  'contact.held': ({ agent }) => arrow(agent, 'caller', '保持', 'puts the caller on hold'),
  'contact.resumed': ({ agent }) => arrow(agent, 'caller', '恢复通话', 'is back from hold'),
  'contact.muted': ({ agent, muted }) =>
    arrow(agent, 'caller', muted ? '静音' : '取消静音', muted ? 'is muted' : 'is heard again'),
  'contact.dialled': ({ agent, digits }) =>
    arrow(agent, 'caller', `发送按键 ${digits}`, `sends the keys ${digits}`),
  'contact.agentLost'({ agent, reason }) {
    const why = reasonWord(reason)
    return arrow(agent, 'caller', `坐席掉线：${why.zh}`, `the agent’s line is lost: ${why.en}`)
  },
  'contact.agentRejoined': ({ agent }) => both('caller', agent, '重新接通', 'they talk again'),
  'contact.transferred': ({ agent, to }) =>
    arrow(agent, 'centre', `转接到 ${targetOf(to)}`, `transfers to ${targetOf(to)}`),
  'agent.wrappedUp': wrappedUp,
}

function wrappedUp({ agent, disposition, by }: EventOf<'agent.wrappedUp'>): Rung {
  return arrow(
    agent,
    'centre',
    `话后处理完成${by === 'timer' ? '（超时）' : ''}${disposition ? `：${disposition}` : ''}`,
    `is done with wrap-up${by === 'timer' ? ' (time was up)' : ''}${disposition ? `: ${disposition}` : ''}`,
  )
}

function askWords(ask: Ask): Text {
  switch (ask.ask) {
    case 'mute':
      return ask.muted ? text('静音', 'mute') : text('取消静音', 'unmute')
    case 'digits':
      return text(`按键 ${ask.digits}`, `keys ${ask.digits}`)
    case 'transfer':
      return text(`转接到 ${targetOf(ask.to)}`, `transfer to ${targetOf(ask.to)}`)
    case 'consult':
      return text(`咨询 ${targetOf(ask.to)}`, `consult ${targetOf(ask.to)}`)
    default:
      return plainAsks[ask.ask]
  }
}

const plainAsks: Readonly<
  Record<Exclude<Ask['ask'], 'mute' | 'digits' | 'transfer' | 'consult'>, Text>
> = {
  ready: text('就绪', 'ready'),
  notReady: text('未就绪', 'not ready'),
  hold: text('保持', 'hold'),
  resume: text('恢复', 'resume'),
  pauseRecording: text('暂停录音', 'pause the recording'),
  resumeRecording: text('继续录音', 'go on recording'),
  completeTransfer: text('完成转接', 'complete the transfer'),
  reconnect: text('回到客户', 'back to the caller'),
  hangUp: text('挂断', 'hang up'),
  wrapUp: text('完成话后处理', 'wrap-up is done'),
  logOff: text('退出', 'log off'),
  switchQueue: text('开关队列', 'switch the queue'),
  cancelCallback: text('取消回呼', 'cancel the callback'),
}
