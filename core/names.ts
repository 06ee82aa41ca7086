/** Ids are branded so that a leg can never be passed where an agent is meant. */
type Id<Of extends string> = string & { readonly of: Of }

/** One customer's request, from arrival to wrap-up. Derived from the `seq` of its arrival: `c42`. */
export type ContactId = Id<'contact'>
/** One party's connection: a SIP dialog and a media endpoint. Inbound: made by voice; outbound: `<contact>.<n>`. */
export type LegId = Id<'leg'>
/** The person's number, such as `1001`; also the user part of the softphone's SIP address. */
export type AgentId = Id<'agent'>
export type QueueId = Id<'queue'>
export type SkillId = Id<'skill'>
export type TrunkId = Id<'trunk'>
export type FlowId = Id<'flow'>
/** A sound file below `prompts/`, without its ending: `zh/welcome`, `en/number/3`, `music/default`. */
export type PromptId = Id<'prompt'>
/** One playing of a sequence of prompts on a leg: `<contact>.p<n>`. */
export type PlayId = Id<'play'>
/** One sound file of one contact: the contact's id, then `<contact>.r2`, `<contact>.r3` … */
export type RecordingId = Id<'recording'>
/** One life of a voice process; a restarted voice has a new one. */
export type VoiceId = Id<'voice'>

/** Marks the boundary where a plain string becomes an id. */
export const named = <Name extends Id<string>>(text: string): Name => text as Name

/** An outbound leg is named after its contact; undefined for an inbound one, which voice named. */
export const contactOfOutboundLeg = (leg: LegId): ContactId | undefined => {
  const [contact = '', n] = leg.split('.')
  return n !== undefined && /^c\d{1,15}$/.test(contact) && /^\d+$/.test(n)
    ? named<ContactId>(contact)
    : undefined
}

/** Whose recording it is. */
export const contactOfRecording = (recording: RecordingId): ContactId =>
  named<ContactId>(recording.split('.')[0] ?? recording)
