import type { EventOf } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import type { Destination, QueueSwitch } from '../../core/policy.ts'
import { text } from '../bilingual.ts'
import { passedAgents } from './passed.ts'
import { arrow, both, durationOf, type Rung, type Rungs, within } from './rung.ts'

/** Waiting, and the ways out of it. */
export const queueRungs: Rungs<
  | 'contact.queued'
  | 'contact.positioned'
  | 'contact.overflowed'
  | 'contact.diverted'
  | 'queue.switched'
> = {
  'contact.queued': queued,
  'contact.positioned': positioned,
  'contact.overflowed'({ queue, why, to }) {
    const [because, where] = [overflowWords[why], destinationOf(to)]
    return within(
      `离开队列 ${queue}：${because.zh}；去向：${where.zh}`,
      `leaves the queue ${queue}: ${because.en}; goes to ${where.en}`,
    )
  },
  'contact.diverted'({ uri, number = uri ?? '' }) {
    return both('caller', 'outside', `与外线 ${number} 通话`, `they talk: ${number} answered`)
  },
  'queue.switched'({ queue, to, by }) {
    const state = switchWords[to]
    return within(
      `${by} 将队列 ${queue} 设为${state.zh}`,
      `${by} switches the queue ${queue} to ${state.en}`,
    )
  },
}

function queued({ queue, agent, skills = {}, priority }: EventOf<'contact.queued'>): Rung {
  const asked = Object.entries(skills)
  const zh = [
    ...(agent === undefined ? [] : [`先等 ${agent}`]),
    ...asked.map(([skill, level]) => `要求 ${skill} ${level} 级`),
    ...(priority === undefined ? [] : [`优先级 ${priority}`]),
  ]
  const en = [
    ...(agent === undefined ? [] : [`for ${agent} before others`]),
    ...asked.map(([skill, level]) => `asks for ${skill} ${level}`),
    ...(priority === undefined ? [] : [`priority ${priority}`]),
  ]
  return within([`在 ${queue} 排队`, ...zh].join('，'), [`waits in ${queue}`, ...en].join(', '))
}

function positioned(event: EventOf<'contact.positioned'>): Rung {
  const { position, waiting, tells, expected, passed = [] } = event
  const place = text(
    `第 ${position} 位，共 ${waiting} 人等候`,
    `number ${position} of ${waiting} waiting`,
  )
  const wait = durationOf((tells.waitSeconds ?? 0) * 1000)
  const told = [
    ...(tells.position ? [place] : []),
    ...(tells.waitSeconds === undefined
      ? []
      : [text(`预计等待 ${wait.zh}`, `about ${wait.en} to wait`)]),
  ]
  const rung =
    told.length === 0
      ? within(`排在${place.zh}，未告知`, `stands at ${place.en}; is told nothing`)
      : arrow(
          'centre',
          'caller',
          `告知：${told.map(({ zh }) => zh).join('，')}`,
          `is told: ${told.map(({ en }) => en).join(', ')}`,
        )
  const free = passedAgents(passed)
  return {
    ...rung,
    more: [
      ...(expected ? [expectedWords(expected)] : []),
      ...(free ? [text(`无人可接：${free.zh}`, `nobody is free: ${free.en}`)] : []),
    ],
  }
}

function expectedWords({ p50Ms, p90Ms }: { readonly p50Ms: number; readonly p90Ms: number }): Text {
  const [half, most] = [durationOf(p50Ms), durationOf(p90Ms)]
  return text(
    `预计还要等：一半的来电不超过 ${half.zh}，九成不超过 ${most.zh}`,
    `still expected: half of such calls wait up to ${half.en}, nine in ten up to ${most.en}`,
  )
}

const overflowWords: Readonly<Record<EventOf<'contact.overflowed'>['why'], Text>> = {
  size: text('等候人数已满', 'too many wait'),
  wait: text('等候过久', 'waited too long'),
  'expected-wait': text('预计等候过久', 'the expected wait is too long'),
  closed: text('队列关闭', 'the queue is closed'),
  emergency: text('紧急状态', 'emergency'),
}

function destinationOf(to: Destination): Text {
  if ('queue' in to) return text(`队列 ${to.queue}`, `the queue ${to.queue}`)
  if ('number' in to) return text(`外线 ${to.number}`, to.number)
  if ('uri' in to) return text(`外线 ${to.uri}`, to.uri)
  if ('goodbye' in to) return text(`播放 ${to.goodbye} 后挂断`, `a goodbye (${to.goodbye})`)
  return 'voicemail' in to ? text('语音留言', 'voicemail') : text('登记回呼', 'a callback')
}

const switchWords: Readonly<Record<QueueSwitch, Text>> = {
  'by-hours': text('按营业时间', 'its opening hours'),
  open: text('开放', 'open'),
  closed: text('关闭', 'closed'),
  emergency: text('紧急', 'emergency'),
}
