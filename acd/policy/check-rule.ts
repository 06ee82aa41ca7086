import type { CallbackRule, Destination, QueueRule, Relaxation } from '../../core/policy.ts'
import { checkOpening } from './check-opening.ts'
import type { FaultPath } from './fault-path.ts'
import { type Finding, finding } from './fault.ts'
import { checkSkills, inContacts, inRange, inSeconds, inTier, inWeight, inWhole } from './ranges.ts'
import type { KnownIds } from './routing-directory.ts'

/** What is wrong within the rule of one queue, whoever is there to serve it. */
export function* checkRule(path: FaultPath, rule: QueueRule, known: KnownIds): Generator<Finding> {
  yield* checkNumbers(path, rule)
  yield* checkSkills([...path, 'skills'], rule.skills, known.skills)
  yield* checkRelaxing(path, rule, known)
  for (const [index, limit] of rule.limits.entries()) {
    const place = [...path, 'limits', index]
    const isSize = limit.when === 'size'
    yield* (isSize ? inContacts : inWait)([...place, 'above'], limit.above)
    yield* checkDestination([...place, 'to'], limit.to, rule, known)
  }
  if (rule.opening) {
    const { opening } = rule
    yield* checkOpening([...path, 'opening'], opening)
    yield* checkDestination([...path, 'opening', 'closedTo'], opening.closedTo, rule, known)
    yield* checkDestination([...path, 'opening', 'emergencyTo'], opening.emergencyTo, rule, known)
  }
  if (rule.callback) yield* checkCallback([...path, 'callback'], rule.callback)
}

const inWait = (path: FaultPath, value: number) => inSeconds(path, value, 0)

function* checkNumbers(path: FaultPath, rule: QueueRule): Generator<Finding> {
  const { announce } = rule
  yield* inWhole([...path, 'priority'], rule.priority, 0, 99)
  yield* inRange([...path, 'ageing'], rule.ageing, 0, 1000)
  yield* inWeight([...path, 'weight'], rule.weight)
  if (rule.tier !== undefined) yield* inTier([...path, 'tier'], rule.tier)
  yield* inSeconds([...path, 'preferredSeconds'], rule.preferredSeconds, 0)
  yield* inSeconds([...path, 'ringSeconds'], rule.ringSeconds)
  yield* inSeconds([...path, 'wrapUpSeconds'], rule.wrapUpSeconds, 0)
  yield* inSeconds([...path, 'announce', 'everySeconds'], announce.everySeconds)
  yield* inSeconds([...path, 'announce', 'roundToSeconds'], announce.roundToSeconds)
}

/** Steps come one after the other, and each admits somebody whom those before it did not. */
function* checkRelaxing(path: FaultPath, rule: QueueRule, known: KnownIds): Generator<Finding> {
  let before = { afterSeconds: 0, enoughLevel: 5, tier: rule.tier ?? Infinity }
  const queues = new Set([rule.queue])
  for (const [index, step] of rule.relax.entries()) {
    const place = [...path, 'relax', index]
    yield* checkStep(place, step, known)
    if (step.afterSeconds <= before.afterSeconds && step.afterSeconds > 0)
      yield finding(place, 'out-of-order', step.afterSeconds, before.afterSeconds)
    const { afterSeconds, enoughLevel = 5, tier = 0, queue } = step
    const isWider = enoughLevel < before.enoughLevel || tier > before.tier
    if (!isWider && (queue === undefined || queues.has(queue))) yield finding(place, 'adds-nothing')
    if (queue !== undefined) queues.add(queue)
    before = {
      afterSeconds: Math.max(before.afterSeconds, afterSeconds),
      enoughLevel: Math.min(before.enoughLevel, enoughLevel),
      tier: Math.max(before.tier, tier),
    }
  }
}

function* checkStep(path: FaultPath, step: Relaxation, known: KnownIds): Generator<Finding> {
  yield* inSeconds([...path, 'afterSeconds'], step.afterSeconds)
  if (step.enoughLevel !== undefined)
    yield* inWhole([...path, 'enoughLevel'], step.enoughLevel, 0, 5)
  if (step.tier !== undefined) yield* inTier([...path, 'tier'], step.tier)
  if (step.queue !== undefined && !known.queues.has(step.queue))
    yield finding([...path, 'queue'], 'unknown-queue', step.queue)
}

/** As people's phones have it, too. */
const sipUri = /^sips?:[^\s|<>]{1,200}$/
/** Which number it is, and whether it may be called, the rules for calls outside say. */
const dialable = /^\+?[0-9][-.()/ 0-9]{2,31}$/
const promptName = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/

function* checkDestination(
  path: FaultPath,
  to: Destination,
  rule: QueueRule,
  known: KnownIds,
): Generator<Finding> {
  if ('queue' in to && !known.queues.has(to.queue)) yield finding(path, 'unknown-queue', to.queue)
  if ('queue' in to && to.queue === rule.queue) yield finding(path, 'to-itself')
  yield* checkOutside(path, to)
  if ('goodbye' in to && !promptName.test(to.goodbye))
    yield finding(path, 'not-a-prompt', to.goodbye)
  if ('callback' in to && !rule.callback) yield finding(path, 'no-callback')
}

function* checkOutside(path: FaultPath, to: Destination): Generator<Finding> {
  if ('uri' in to && !sipUri.test(to.uri)) yield finding(path, 'not-a-uri', to.uri)
  if ('number' in to && !dialable.test(to.number)) yield finding(path, 'not-a-number', to.number)
}

function* checkCallback(path: FaultPath, callback: CallbackRule): Generator<Finding> {
  const { key, attempts, retrySeconds, ringSeconds, windowSeconds, uri } = callback
  if (!/^[0-9*#]$/.test(key)) yield finding([...path, 'key'], 'not-a-key', key)
  yield* inWhole([...path, 'attempts'], attempts, 1, 20)
  yield* inSeconds([...path, 'retrySeconds'], retrySeconds)
  yield* inSeconds([...path, 'ringSeconds'], ringSeconds)
  yield* inSeconds([...path, 'windowSeconds'], windowSeconds)
  if (windowSeconds < retrySeconds)
    yield finding([...path, 'windowSeconds'], 'window-too-short', windowSeconds, retrySeconds)
  if (uri === '{number}') return
  if (!sipUri.test(uri)) yield finding([...path, 'uri'], 'not-a-uri', uri)
  if (!uri.includes('{number}')) yield finding([...path, 'uri'], 'no-number-in-uri')
}
