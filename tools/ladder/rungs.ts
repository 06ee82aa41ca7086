import type { Event, Fact } from '../../core/event.ts'
import { callRungs } from './call.ts'
import { callbackRungs } from './callback.ts'
import { consultRungs } from './consult.ts'
import { offerRungs } from './offer.ts'
import { queueRungs } from './queue.ts'
import type { Lane, Rung, Rungs } from './rung.ts'
import { soundRungs } from './sound.ts'
import { talkRungs } from './talk.ts'
import { trunkRungs } from './trunk.ts'

/** Events that are about no contact: a ladder does not show them. */
export const silentTypes = [
  'agent.appeared',
  'agent.becameNotReady',
  'agent.becameReady',
  'agent.loggedOff',
  'agent.loggedOn',
  'agent.planned',
  'agent.vanished',
  'centre.skipped',
  'centre.started',
  'device.registered',
  'device.unregistered',
  'tenant.configured',
  'trunk.changed',
  'voice.joined',
] as const satisfies readonly Fact['type'][]

type Silent = (typeof silentTypes)[number]

/** Every other event has its words: a new one has no place here until it has. */
const rungs: Rungs<Exclude<Fact['type'], Silent>> = {
  ...callRungs,
  ...queueRungs,
  ...offerRungs,
  ...callbackRungs,
  ...soundRungs,
  ...talkRungs,
  ...consultRungs,
  ...trunkRungs,
}

/** `side`: whose leg the event is about. Undefined for what says nothing to a reader. */
export function rungOf(event: Event, side: Lane): Rung | undefined {
  const tables: { readonly [type: string]: ((event: never, side: Lane) => Rung) | undefined } =
    rungs
  // The table is keyed by the very type that it is called with.
  return tables[event.type]?.(event as never, side)
}
