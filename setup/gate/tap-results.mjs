import { Parser } from 'tap-parser'

/**
 * Reads a TAP stream and tells each test as it ends: `onTest({ titles, outcome, detail })`, outcome `passed`,
 * `failed` or `skipped`. A test is a subtest without subtests of its own, or an assertion outside of any subtest.
 * `onBegin(titles)` is told which one begins or goes on.
 */
export function readTap(stream, onTest, onBegin = () => {}) {
  const parser = new Parser()
  listen(parser, [], onTest, onBegin)
  parser.on('plan', ({ end, comment }) => {
    if (end === 0) onTest({ titles: [comment || 'no tests'], outcome: 'skipped', detail: comment })
  })
  parser.on('bailout', (reason) =>
    onTest({ titles: ['bail out'], outcome: 'failed', detail: reason }),
  )
  stream.pipe(parser)
}

/** What one level of the stream has shown so far. */
function listen(parser, titles, onTest, onBegin) {
  const level = { hasSubtests: false, hasToldFailure: false, failures: '' }
  let child
  const tell = (test) => {
    if (test.outcome === 'failed') level.hasToldFailure = true
    onTest(test)
  }
  const tellPoint = (point, detail) =>
    tell({ titles: [...titles, point.name], outcome: outcomeOf(point), detail })

  parser.on('child', (subtest) => {
    level.hasSubtests = true
    const names = [...titles, subtest.name]
    onBegin(names)
    child = listen(subtest, names, tell, onBegin)
  })
  parser.on('assert', (point) => {
    if (point.closingTestPoint) {
      onBegin(titles)
      const isToldAlready = child.hasSubtests && (point.ok || child.hasToldFailure)
      if (!isToldAlready) tellPoint(point, child.failures)
    } else if (titles.length === 0 || point.skip || point.todo) {
      tellPoint(point, typeof point.skip === 'string' ? point.skip : diagnosisOf(point))
    } else if (!point.ok) {
      level.failures += diagnosisOf(point)
    }
  })
  return level
}

function outcomeOf(point) {
  if (point.skip || point.todo) return 'skipped'
  return point.ok ? 'passed' : 'failed'
}

/** What a reader needs of a failed assertion: where, what differs, the stack. */
function diagnosisOf({ ok, name, diag }) {
  if (ok) return ''
  const { at, diff, found, wanted, stack, ...rest } = diag ?? {}
  delete rest.source
  delete rest.compare
  const lines = [
    name + (at ? `  (${at.fileName}:${at.lineNumber})` : ''),
    diff ?? (found === undefined ? undefined : `found ${show(found)}, wanted ${show(wanted)}`),
    Object.keys(rest).length > 0 ? show(rest) : undefined,
    stack,
  ]
  return `${lines.filter((line) => line).join('\n')}\n`
}

const show = (value) => JSON.stringify(value)
