import type { Slug } from '../../core/slug.ts'
import type { Dictionary } from './language.ts'

/** What happened, and what to do now. */
type RefusalWords = Readonly<Record<Slug | 'network' | 'not-connected' | 'timed-out', string>>

const zh: RefusalWords = {
  'hung-up': '对方已挂断。',
  cancelled: '对方在接通前已取消。',
  'no-answer': '无人接听。',
  busy: '对方忙，请稍后再试。',
  rejected: '对方拒接。',
  unreachable: '电话无法接通，请检查话机是否已注册。',
  'media-lost': '声音中断，请检查网络后重新接通。',
  'voice-lost': '语音服务中断，正在恢复，请稍候。',
  elsewhere: '您已在另一个页面登录，此页面不再接听电话。',
  finished: '通话已结束。',
  draining: '系统正在停机，不再接收新来电，请稍后再试。',
  expired: '期限已过，不再尝试。',
  'unknown-number': '没有这个号码，请核对后再拨。',
  'no-common-codec': '双方没有共同的语音编码，请联系管理员。',
  'bad-offer': '话机发来的呼叫有误，请联系管理员。',
  'not-authorized': '您没有权限，请用有权限的账号登录。',
  'not-registered': '电话尚未注册，请等待注册完成后再试。',
  overloaded: '系统繁忙，请稍后再试。',
  'flow-failed': '语音流程出错，请联系管理员。',
  'not-possible-now': '当前状态下无法这样做，请看状态后再试。',
  'bad-frame': '页面与系统版本不一致，请刷新页面。',
  'bad-credentials': '工号或密码不对，请重新输入。',
  'unknown-target': '找不到转接对象，请另选一个。',
  'internal-error': '系统出错，请重试；若仍不行，请联系管理员。',
  starting: '系统正在启动，请稍候再试。',
  'too-many-attempts': '尝试次数过多，请过一分钟再试。',
  'demo-password': '演示密码只能在本机使用，请管理员设置新密码。',
  'faulty-policy': '路由设置有误，没有保存，原设置仍然有效。',
  network: '连接不上系统，请检查网络后重试。',
  'not-connected': '与系统的连接中断，正在重连，请稍候再试。',
  'timed-out': '系统没有及时答复。请看当前状态，确认是否已完成。',
}

const en: RefusalWords = {
  'hung-up': 'The other party hung up.',
  cancelled: 'The caller gave up before it was answered.',
  'no-answer': 'Nobody answered.',
  busy: 'The other party is busy. Try again later.',
  rejected: 'The other party declined.',
  unreachable: 'The phone cannot be reached. Check that it is registered.',
  'media-lost': 'The sound was lost. Check the network, then connect again.',
  'voice-lost': 'The voice service stopped and is coming back. Please wait.',
  elsewhere: 'You have logged in on another page; this one takes no calls any more.',
  finished: 'The call is over.',
  draining: 'The system is stopping and takes no new calls. Try again later.',
  expired: 'The time for it is over.',
  'unknown-number': 'There is no such number. Check it and dial again.',
  'no-common-codec': 'The two phones share no audio codec. Tell the administrator.',
  'bad-offer': 'The phone sent a faulty call. Tell the administrator.',
  'not-authorized': 'You may not do this. Log in as somebody who may.',
  'not-registered': 'The phone is not registered yet. Wait until it is, then try again.',
  overloaded: 'The system is full. Try again in a moment.',
  'flow-failed': 'The call flow failed. Tell the administrator.',
  'not-possible-now': 'Not possible in this state. Look at the state, then try again.',
  'bad-frame': 'This page is older than the system. Reload the page.',
  'bad-credentials': 'Wrong number or password. Enter them again.',
  'unknown-target': 'That transfer target is gone. Choose another.',
  'internal-error': 'Something failed. Try again; if it stays, tell the administrator.',
  starting: 'The system is starting. Try again in a moment.',
  'too-many-attempts': 'Too many attempts. Try again in a minute.',
  'demo-password':
    'Demo passwords work on this machine only. Ask the administrator for another one.',
  'faulty-policy': 'These routing settings have faults. Nothing was changed.',
  'not-connected': 'The link to the system is lost and coming back. Try again in a moment.',
  'timed-out': 'The system did not answer in time. Look at the state to see whether it was done.',
  network: 'The system cannot be reached. Check the network, then try again.',
}

export const refusalWords: Dictionary<RefusalWords> = { zh, en }

/** A reason the pages do not know is said as a failure, never as a raw slug. */
export function refusalIn(words: RefusalWords, reason: string): string {
  return reason in words ? words[reason as keyof RefusalWords] : words['internal-error']
}
