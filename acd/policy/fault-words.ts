import type { Text } from '../../core/language.ts'

export type FaultWords = (...given: string[]) => Text

const said = (zh: string, en: string): Text => ({ zh, en })
const quoted = (one = ''): string => `"${one}"`

/** Every fault in both languages; the place stands before it. */
export const words = {
  missing: () => said('缺少', 'is missing'),
  'wrong-type': (zh = '', en = '', given) =>
    said(`应为${zh}，而不是 ${given}`, `must be ${en}, not ${given}`),
  'unknown-field': () => said('没有这个字段', 'there is no such field'),
  'unknown-word': (choice, given) =>
    said(`应为 ${choice} 之一，而不是 ${given}`, `must be one of ${choice}, not ${given}`),
  'no-destination': () =>
    said(
      '去向应为 {queue}、{uri}、{number}、{voicemail: true}、{callback: true} 或 {goodbye} 之一',
      'must be one of {queue}, {uri}, {number}, {voicemail: true}, {callback: true} or {goodbye}',
    ),
  empty: () => said('不能为空', 'must not be empty'),
  'too-long': (most) =>
    said(`不能超过 ${most} 个字符`, `must not be longer than ${most} characters`),
  'out-of-range': (least, most, given) =>
    said(
      `应为 ${least} 到 ${most} 之间的数，而不是 ${given}`,
      `must be a number from ${least} to ${most}, not ${given}`,
    ),
  'not-whole': (least, most, given) =>
    said(
      `应为 ${least} 到 ${most} 之间的整数，而不是 ${given}`,
      `must be a whole number from ${least} to ${most}, not ${given}`,
    ),
  'not-a-share': (given) =>
    said(`应大于 0 且不超过 1，而不是 ${given}`, `must be above 0 and at most 1, not ${given}`),
  'unknown-queue': (id) => said(`没有队列 ${quoted(id)}`, `there is no queue ${quoted(id)}`),
  'unknown-skill': (id) => said(`没有技能 ${quoted(id)}`, `there is no skill ${quoted(id)}`),
  'unknown-person': (id) => said(`没有人员 ${quoted(id)}`, `there is no person ${quoted(id)}`),
  'no-rule': (id) => said(`队列 ${quoted(id)} 没有规则`, `queue ${quoted(id)} has no rule`),
  'second-rule': () => said('该队列已有规则', 'has a rule already'),
  'given-twice': (id) => said(`${quoted(id)} 重复出现`, `${quoted(id)} is there already`),
  'to-itself': () => said('溢出到自己', 'leads back to the queue itself'),
  'goes-round': (round) => said(`溢出形成循环：${round}`, `overflow goes round: ${round}`),
  'no-callback': () =>
    said('去向是回呼，但该队列没有回呼规则', 'leads to a callback, but the rule has none'),
  'not-a-uri': (given) =>
    said(`${quoted(given)} 不是 SIP 地址`, `${quoted(given)} is not a SIP URI`),
  'not-a-number': (given) =>
    said(`${quoted(given)} 不是电话号码`, `${quoted(given)} is not a telephone number`),
  'not-a-prompt': (given) =>
    said(`${quoted(given)} 不是提示音名称`, `${quoted(given)} is not the name of a prompt`),
  'no-number-in-uri': () => said('地址中缺少 {number}', 'lacks {number}, the number to dial'),
  'not-a-key': (given) =>
    said(
      `${quoted(given)} 不是按键：0 到 9、* 或 #`,
      `${quoted(given)} is not a key: 0 to 9, * or #`,
    ),
  'window-too-short': (window, retry) =>
    said(
      `有效期 ${window} 秒短于重拨间隔 ${retry} 秒`,
      `the window of ${window} s is shorter than the pause of ${retry} s between attempts`,
    ),
  'out-of-order': (given, before) =>
    said(
      `应晚于上一步的 ${before} 秒，而不是 ${given} 秒`,
      `must come later than the ${before} s of the step before, not at ${given} s`,
    ),
  'adds-nothing': () => said('这一步没有增加任何坐席', 'admits nobody who was not admitted before'),
  'nobody-in-tier': (tier) =>
    said(`该队列没有第 ${tier} 梯队的坐席`, `no agent of the queue is in tier ${tier}`),
  'nobody-serves': () =>
    said(
      '放宽到最后也没有坐席能接，且没有等待时限把来电引出去',
      'no agent can serve it even when all is relaxed, and no limit of the wait leads out',
    ),
  'not-a-time': (given) =>
    said(`${quoted(given)} 不是 HH:MM 时刻`, `${quoted(given)} is not a time HH:MM`),
  'not-a-date': (given) =>
    said(
      `${quoted(given)} 不是存在的日期 YYYY-MM-DD`,
      `${quoted(given)} is not a date YYYY-MM-DD that exists`,
    ),
  'ends-before-start': (from, to) =>
    said(`开始 ${from} 不早于结束 ${to}`, `begins at ${from}, which is not before ${to}`),
  'two-ways': (one, other) =>
    said(`应给出 ${one} 或 ${other} 之一`, `must have either ${one} or ${other}`),
  'same-version': (version) =>
    said(
      `版本 ${quoted(version)} 已用于另一套策略，请换一个`,
      `version ${quoted(version)} names another policy already: give this one its own`,
    ),
} satisfies Record<string, FaultWords>
