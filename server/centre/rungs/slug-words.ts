import type { Outcome } from '../../../core/event.ts'
import type { Slug } from '../../../core/slug.ts'
import type { Text } from '../../../core/tenant.ts'
import { text } from '../../text.ts'

/** In English the slug itself is the word: by it the log and the metrics are searched. */
export const slugWord = (slug: Slug): Text => text(chinese[slug], slug)
export const outcomeWord = (outcome: Outcome): Text => text(outcomes[outcome], outcome)

const chinese: Readonly<Record<Slug, string>> = {
  'hung-up': '挂机',
  cancelled: '已取消',
  'no-answer': '无应答',
  busy: '忙',
  rejected: '拒接',
  unreachable: '无法接通',
  'media-lost': '媒体中断',
  'voice-lost': '话务中断',
  elsewhere: '他处处理',
  finished: '正常结束',
  draining: '停机排空',
  expired: '已过期',
  'unknown-number': '空号',
  'no-common-codec': '无共同编解码',
  'bad-offer': '媒体提议有误',
  'not-authorized': '未授权',
  'not-registered': '未注册',
  overloaded: '过载',
  'flow-failed': '流程出错',
  'not-possible-now': '当前不可用',
  'bad-frame': '帧有误',
  'bad-credentials': '账号或密码错误',
  'unknown-target': '目标不存在',
  'internal-error': '内部错误',
  starting: '启动中',
  'too-many-attempts': '尝试过多',
  'demo-password': '演示密码',
  'faulty-policy': '路由设置有误',
  'no-free-port': '无空闲端口',
  'disk-full': '磁盘已满',
  'recording-failed': '录音失败',
  'prompt-unreadable': '提示音不可读',
  'speech-timeout': '语音合成超时',
  'speech-failed': '语音合成失败',
  'codec-mismatch': '编解码不符',
  'foreign-rtp': '外来媒体流',
  'rtp-flood': '媒体流洪泛',
  'silent-rtp': '收不到媒体',
  'path-lost': '媒体通路中断',
  'media-stalled': '媒体停顿',
  'media-worker-died': '媒体进程异常退出',
}

const outcomes: Readonly<Record<Outcome, string>> = {
  handled: '已处理',
  'abandoned-in-flow': '语音菜单中放弃',
  'abandoned-in-queue': '排队中放弃',
  'ended-in-flow': '语音菜单中结束',
  refused: '被拒绝',
  failed: '失败',
  diverted: '转到外线',
  'left-message': '已留言',
  'turned-away': '播放结束语后挂断',
  'callback-merged': '并入已有回呼',
  'callback-cancelled': '回呼已取消',
  'callback-failed': '回呼未成',
}
