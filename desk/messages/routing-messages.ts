import type { QueueState } from '../../core/opening.ts'
import type { QueueSwitch } from '../../core/policy.ts'
import type { AgentView, QueueView } from '../../cti/protocol.ts'
import type { Dictionary } from './language.ts'

/** What routing does, in words that several pages say. */
const zh = {
  switch: {
    'by-hours': '按营业时间',
    open: '开放',
    closed: '关闭',
    emergency: '紧急',
  } satisfies Record<QueueSwitch, string>,
  state: { open: '开放中', closed: '已关闭', emergency: '紧急状态' } satisfies Record<
    QueueState,
    string
  >,
  stateByHours: {
    open: '时段内开放',
    closed: '非营业时间',
    emergency: '紧急状态',
  } satisfies Record<QueueState, string>,
  destination: {
    queue: (name: string) => `队列“${name}”`,
    uri: (address: string) => `外线 ${address}`,
    voicemail: '语音留言',
    callback: '登记回呼',
    goodbye: '播放结束语后挂断',
  },
  overflow: {
    size: '等待人数已满',
    wait: '等待过久',
    'expected-wait': '预计等待过长',
    closed: '队列关闭',
    emergency: '紧急状态',
  } satisfies Record<keyof QueueView['overflowedToday'], string>,
  spared: '暂不分配',
  sparedWhy: {
    'over-cap': '近来占用率已超过上限，系统暂不分配新来电，让您缓一缓。',
    'after-miss': '刚才有来电没有接起，系统稍候再分配新来电。',
  } satisfies Record<NonNullable<AgentView['spared']>['why'], string>,
  occupancy: '占用率',
  occupancyIs: '通话和整理占当班时间（就绪、振铃、通话、整理）的比例',
  none: '无',
  days: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  always: '全天开放',
  openAlways: '全天开放',
  /** The sign between the first and the last of some days. */
  toDay: '至',
  and: '，',
}

export type RoutingMessages = typeof zh

const en: RoutingMessages = {
  switch: { 'by-hours': 'By hours', open: 'Open', closed: 'Closed', emergency: 'Emergency' },
  state: { open: 'Open', closed: 'Closed', emergency: 'Emergency' },
  stateByHours: { open: 'In hours', closed: 'Out of hours', emergency: 'Emergency' },
  destination: {
    queue: (name) => `the queue ${name}`,
    uri: (address) => `the outside number ${address}`,
    voicemail: 'voicemail',
    callback: 'a callback',
    goodbye: 'a goodbye, then the call ends',
  },
  overflow: {
    size: 'queue full',
    wait: 'waited too long',
    'expected-wait': 'expected wait too long',
    closed: 'queue closed',
    emergency: 'emergency',
  },
  spared: 'Spared',
  sparedWhy: {
    'over-cap': 'Busier than the cap of late: no new calls for a moment of rest.',
    'after-miss': 'A call was just missed: the next one comes after a short pause.',
  },
  occupancy: 'Occupancy',
  occupancyIs: 'Talk and wrap-up as a share of the time ready, ringing, talking and wrapping up',
  none: 'none',
  days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  always: 'always open',
  openAlways: 'Always open',
  toDay: '–',
  and: '; ',
}

export const routingMessages: Dictionary<RoutingMessages> = { zh, en }
