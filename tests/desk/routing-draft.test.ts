import fc from 'fast-check'
import t from 'tap'
import { named, type QueueId } from '../../core/names.ts'
import { plainPolicy } from '../../core/policy.ts'
import { jsonChanges } from '../../desk/state/json-changes.ts'
import { lineAt, placeInJson } from '../../desk/state/json-place.ts'
import {
  nextVersion,
  readPolicyDraft,
  textFromFile,
  textOf,
  withTrial,
  withValue,
} from '../../desk/state/routing-draft.ts'

const sales = named<QueueId>('sales')
const policy = plainPolicy([{ id: sales }, { id: named('support') }])
const inForce = { policy }

t.test('a value is found in its text, whatever stands around it', async (t) => {
  const text = '{ "a" : [1, {"b\\"c": "x]}"} ], "d":{} }'
  const at = (...path: (string | number)[]) => {
    const { from, to } = placeInJson(text, path)
    return text.slice(from, to)
  }
  t.equal(at(), text)
  t.equal(at('a', 0), '1')
  t.equal(at('a', 1, 'b"c'), '"x]}"')
  t.equal(at('d'), '{}')
  t.equal(at('d', 'nothing'), '{}', 'what is not there is sought in the innermost that is')
})

t.test('every value of any JSON is found where it was written', async (t) => {
  const property = fc.property(fc.json(), fc.nat(4), (json, indent) => {
    const value: unknown = JSON.parse(json)
    const text = JSON.stringify(value, null, indent)
    const check = (part: unknown, path: readonly (string | number)[]): boolean => {
      const { from, to } = placeInJson(text, path)
      if (JSON.stringify(JSON.parse(text.slice(from, to))) !== JSON.stringify(part)) return false
      if (typeof part !== 'object' || part === null) return true
      const parts = Object.entries(part as Record<string, unknown>)
      return parts.every(([key, inner]) =>
        check(inner, [...path, Array.isArray(part) ? Number(key) : key]),
      )
    }
    return check(value, [])
  })
  fc.assert(property, { numRuns: 500 })
  t.pass('in five hundred texts')
})

t.test('a fault of the centre leads to its line', async (t) => {
  const text = textOf(inForce)
  const { from } = placeInJson(text, ['policy', 'queues', 1, 'ringSeconds'])
  const line = text.split('\n')[lineAt(text, from) - 1]
  t.match(line, /"ringSeconds": 15/)
})

t.test('changes are told at the innermost place, rules by their queue', async (t) => {
  const [first, second] = policy.queues
  const next = { policy: { ...policy, queues: [second, { ...first, ringSeconds: 20 }] } }
  t.same(jsonChanges(inForce, next), [
    { path: ['policy', 'queues', 'sales', 'ringSeconds'], before: 15, after: 20 },
  ])
  t.same(jsonChanges(inForce, inForce), [])
  t.match(jsonChanges({ limits: [1] }, { limits: [1, 2] }), [
    { path: ['limits', '2'], before: undefined, after: 2 },
  ])
})

t.test('the text begins with what matters, whatever order the store gave back', async (t) => {
  const [rule] = policy.queues
  const stored = { policy: { queues: [{ ...rule, queue: sales }], agents: {}, version: 'v1' } }
  const text = textOf(stored)
  t.match(
    text,
    /^\{\n {2}"policy": \{\n {4}"version": "v1",\n {4}"queues": \[\n {6}\{\n {8}"queue"/,
  )
  t.same(readPolicyDraft(text, stored as never), { sound: true, routing: stored, changes: [] })
})

t.test('a draft says what it would change, or that it is no JSON', async (t) => {
  t.match(readPolicyDraft(textOf(inForce), inForce), { sound: true, changes: [] })
  const newer = withValue(textOf(inForce), ['policy', 'version'], 'spring')
  t.match(readPolicyDraft(newer, inForce), {
    changes: [{ path: ['policy', 'version'], before: 'plain', after: 'spring' }],
  })
  t.match(readPolicyDraft('{\n"policy": nothing\n}', inForce), { sound: false })
})

t.test('an uploaded policy alone keeps the trial; anything else is taken as it is', async (t) => {
  const trialled = withTrial(inForce)
  const file = textFromFile(JSON.stringify({ ...policy, version: 'v9' }), trialled)
  t.match(JSON.parse(file), { policy: { version: 'v9' }, trial: { share: 0.1 } })
  t.same(JSON.parse(textFromFile(JSON.stringify(trialled), inForce)), trialled)
  t.equal(textFromFile('no json', inForce), 'no json')
})

t.test('a new version counts on, and passes over what is taken', async (t) => {
  t.equal(nextVersion('plain'), 'plain-2')
  t.equal(nextVersion('2026-winter-9'), '2026-winter-10')
  t.equal(nextVersion('v3', ['v4', undefined]), 'v5')
})
