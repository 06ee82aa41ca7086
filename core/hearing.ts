import type { LegId, PromptId } from './names.ts'

/** What one leg may hear: another leg, or a music prompt in a loop. */
export type Source = { readonly leg: LegId } | { readonly music: PromptId }

/** One row of the table of who hears whom. An empty list is silence. */
export type HearingRow = readonly [listener: LegId, sources: readonly Source[]]

// The modes of a call, as rows. Each names every leg that it is about, so that one mode may follow any other of the
// same legs and nothing of the one before stays.

export const hearNothing = (leg: LegId): HearingRow => [leg, []]
export const hearMusic = (leg: LegId, music: PromptId): HearingRow => [leg, [{ music }]]

const hearLegs = (leg: LegId, others: readonly LegId[]): HearingRow => [
  leg,
  others.flatMap((other) => (other === leg ? [] : { leg: other })),
]

/** A talk of two, or a conference of any number: each hears all others. */
export const hearEachOther = (...legs: readonly LegId[]): readonly HearingRow[] =>
  legs.map((leg) => hearLegs(leg, legs))

/** The one who is held hears music, the others nothing. */
export const hold = (
  held: LegId,
  others: readonly LegId[],
  music: PromptId,
): readonly HearingRow[] => [hearMusic(held, music), ...others.map(hearNothing)]

/** The talk of these, in which one hears and is not heard. */
export const mute = (muted: LegId, others: readonly LegId[]): readonly HearingRow[] => [
  hearLegs(muted, others),
  ...others.map((leg) => hearLegs(leg, others)),
]

/** The agent talks with another agent, while the caller hears music. */
export const consult = (
  agent: LegId,
  other: LegId,
  caller: LegId,
  music: PromptId,
): readonly HearingRow[] => [hearMusic(caller, music), ...hearEachOther(agent, other)]

/** The supervisor hears all who talk, and nobody hears him. */
export const listen = (supervisor: LegId, talk: readonly LegId[]): readonly HearingRow[] =>
  mute(supervisor, talk)

/** As listening, but the agent alone hears the supervisor, too. */
export const whisper = (
  supervisor: LegId,
  agent: LegId,
  talk: readonly LegId[],
): readonly HearingRow[] =>
  listen(supervisor, talk).map(([listener, sources]) => [
    listener,
    listener === agent ? [...sources, { leg: supervisor }] : sources,
  ])

/** All hear all, the supervisor among them. */
export const bargeIn = (supervisor: LegId, talk: readonly LegId[]): readonly HearingRow[] =>
  hearEachOther(...talk, supervisor)

/** The supervisor talks in the agent's place; the agent is out, and hears nothing. */
export const takeOver = (
  supervisor: LegId,
  agent: LegId,
  talk: readonly LegId[],
): readonly HearingRow[] => [
  hearNothing(agent),
  ...hearEachOther(...talk.filter((leg) => leg !== agent), supervisor),
]
