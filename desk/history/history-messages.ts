import type { Dictionary } from '../messages/language.ts'

/** Contacts that are over, and what is kept of them. */
const zh = {
  via: { sip: '电话', web: '网页' },
  talked: '通话',
  play: '播放录音',
  stop: '停止播放',
  playFailed: '录音无法播放，请稍后重试。',
  hold: {
    held: '法律保全：录音不会被删除',
    by: (name: string) => `由 ${name} 设置于`,
    set: '设置法律保全',
    why: '为何保全，例如投诉或案件编号',
    keep: '保全',
    cancel: '取消',
    lift: '解除保全',
    liftSure: '解除法律保全？',
    liftMeans: '此后，超过保存期限的录音会被删除，无法恢复。',
    stay: '继续保全',
    isSet: '已设置法律保全。',
    isLifted: '已解除法律保全。',
    gone: '保全已被他人解除，或记录已不在。列表已更新。',
  },
  deletedWhy: { expired: '保存期限已过' },
  beingDeleted: '正在删除',
}

const en: typeof zh = {
  via: { sip: 'Phone', web: 'Web' },
  talked: 'Talk',
  play: 'Play recording',
  stop: 'Stop playing',
  playFailed: 'The recording cannot be played. Try again later.',
  hold: {
    held: 'Legal hold: no recording is deleted',
    by: (name) => `Set by ${name},`,
    set: 'Set legal hold',
    why: 'Why it is kept, such as a complaint or a case number',
    keep: 'Hold',
    cancel: 'Cancel',
    lift: 'Lift hold',
    liftSure: 'Lift the legal hold?',
    liftMeans: 'Recordings whose days are over will then be deleted for good.',
    stay: 'Keep hold',
    isSet: 'The legal hold is set.',
    isLifted: 'The legal hold is lifted.',
    gone: 'Somebody else lifted it, or the record is gone. The list has been updated.',
  },
  deletedWhy: { expired: 'its days were over' },
  beingDeleted: 'Being deleted',
}

export const historyMessages: Dictionary<typeof zh> = { zh, en }
