import type { LegId } from '../../core/names.ts'
import { dialogCheckpoint } from '../dialog-checkpoint.ts'
import type { SipRequest } from '../message.ts'
import type { LegCheckpoint } from '../signalling-checkpoint.ts'
import type { Srf } from '../srf.ts'
import type { Trunks } from '../trunk/trunks.ts'
import { awaitAck, type DialogContext, followDialog } from './follow-dialog.ts'
import type { LegOrigin, LegPhase } from './legs.ts'

/** Undefined for a phase that only this process can bring to its end. */
export function legCheckpoint(phase: LegPhase, origin: LegOrigin = {}): LegCheckpoint | undefined {
  const { connection, isAgent } = origin
  const from = { ...(connection && { trunk: connection.trunk.id }), ...(isAgent && { isAgent }) }
  switch (phase.is) {
    case 'arrived':
      return { is: 'arrived', callId: phase.request.get('call-id') ?? '' }
    case 'unconfirmed':
      return { is: phase.is, dialog: dialogCheckpoint(phase.dialog), isOurs: false, ...from }
    case 'talking':
      return { is: phase.is, dialog: dialogCheckpoint(phase.dialog), isOurs: phase.isOurs, ...from }
    default:
      return undefined
  }
}

type ResumedLegs = {
  /** The leg of an INVITE that comes again; once. */
  readonly legOf: (request: SipRequest) => LegId | undefined
}

/** An edge that has kept them tells so with its first words; one that has not says nothing, ms. */
const patienceMs = 500

type ResumeOptions = DialogContext & {
  readonly trunks: Pick<Trunks, 'connectionOf'>
  /** What a process had that died; none did where it is undefined. */
  readonly previous: ReadonlyMap<LegId, LegCheckpoint> | undefined
  /** The edge has kept nothing of it. */
  readonly onNothingKept: () => void
}

/**
 * Resumes the legs of a process that died. The edge tells which of their dialogs it has kept, by an OPTIONS of its own
 * in each; those of which it says nothing have ended, with `voice-lost`. A dialog that we do not know ends, too.
 */
export function resumeLegs(srf: Srf, options: ResumeOptions): ResumedLegs {
  const { legs, previous, onFact } = options
  const arrived = new Map<string, LegId>()
  const untold = new Set(previous?.keys())
  const conclude = (): void => {
    // Of a leg that has ended meanwhile this is heard by nobody.
    for (const leg of untold)
      if (legs.phaseOf(leg)) legs.end(leg, 'voice-lost')
      else onFact({ type: 'leg.ended', leg, reason: 'voice-lost' })
    untold.clear()
    arrived.clear()
  }
  for (const [leg, checkpoint] of previous ?? [])
    if (checkpoint.is === 'arrived') arrived.set(checkpoint.callId, leg)
    else resumeLeg(srf, leg, checkpoint, { ...options, onKept: () => untold.delete(leg) })
  listen(srf, options, conclude)
  return {
    legOf(request) {
      const callId = request.get('call-id') ?? ''
      const leg = arrived.get(callId)
      arrived.delete(callId)
      if (leg !== undefined) untold.delete(leg)
      return leg
    },
  }
}

/** Waits for the end of the edge's list, once; without one it has kept nothing. */
function listen(srf: Srf, { previous, onNothingKept }: ResumeOptions, conclude: () => void): void {
  let isOver = previous === undefined
  const finish = (): void => {
    isOver = true
    conclude()
  }
  srf.onKept({
    // Nobody here knows that dialog: it ends.
    unknown: (stackDialogId) => srf.bye(stackDialogId, {}),
    allTold: finish,
  })
  srf.onAccepted(() => {
    if (isOver) return
    setTimeout(() => {
      if (isOver) return
      onNothingKept()
      finish()
    }, patienceMs).unref()
  })
}

function resumeLeg(
  srf: Srf,
  leg: LegId,
  checkpoint: Exclude<LegCheckpoint, { is: 'arrived' }>,
  context: Omit<ResumeOptions, 'previous'>,
): void {
  const dialog = srf.restore(checkpoint.dialog)
  const { is, isOurs, trunk, isAgent = false } = checkpoint
  const connection = trunk && context.trunks.connectionOf(trunk)
  connection?.limits.keep(leg)
  if (connection?.digest) dialog.digest = connection.digest
  context.legs.setOrigin(leg, { isAgent, connection })
  if (is === 'unconfirmed') {
    awaitAck(leg, dialog, context)
    return
  }
  context.legs.enter(leg, { is, dialog, isOurs })
  followDialog(leg, dialog, context)
}
