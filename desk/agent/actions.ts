import type { Ask } from '../../core/event.ts'
import type { AgentView, ContactView } from '../../cti/protocol.ts'
import type { Softphone } from '../../softphone/softphone.ts'
import type { DeskActions } from './desk-context.ts'
import { forgetWrapUpDraft } from './wrap-up-draft.ts'

type ActionMeans = {
  readonly me: AgentView
  readonly contact: ContactView | undefined
  readonly linked: boolean
  /** None for people who answer on a phone of their own. */
  readonly phone: Softphone | undefined
  readonly muted: boolean
  readonly ask: (ask: Ask) => Promise<string | undefined>
  /** Shows why something was refused. */
  readonly tell: (reason: string) => void
  readonly logOut: () => Promise<void>
}

/** What the buttons do: most is asked of the centre, and answering is done by the telephone itself. */
export function actionsOf(means: ActionMeans): DeskActions {
  const { me, contact, linked, phone, ask, tell } = means
  const asking = async (order: Ask) => {
    const refused = await ask(order)
    if (refused !== undefined) tell(refused)
    return refused === undefined
  }
  const onContact = (order: (id: ContactView['id']) => Ask) => {
    if (contact !== undefined) void asking(order(contact.id))
  }
  const busy = me.contact !== undefined
  return {
    goReady: () => void asking({ ask: 'ready' }),
    goNotReady: (reason) => void asking({ ask: 'notReady', reason }),
    answer: () => phone?.answer(),
    holdOrResume: () =>
      onContact((id) => ({ ask: contact?.held === true ? 'resume' : 'hold', contact: id })),
    muteOrUnmute: () => muteOrUnmute(means, onContact),
    pauseOrResumeRecording: () =>
      onContact((id) => ({
        ask: contact?.recordingPausedAt === undefined ? 'pauseRecording' : 'resumeRecording',
        contact: id,
      })),
    sendDigit: (digits) => onContact((id) => ({ ask: 'digits', contact: id, digits })),
    transfer: (to) => onContact((id) => ({ ask: 'transfer', contact: id, to })),
    consult: (to) => onContact((id) => ({ ask: 'consult', contact: id, to })),
    completeTransfer: () => onContact((id) => ({ ask: 'completeTransfer', contact: id })),
    reconnect: () => onContact((id) => ({ ask: 'reconnect', contact: id })),
    end: () => {
      // Without the centre the softphone can still hang up its own line.
      if (linked) onContact((id) => ({ ask: 'hangUp', contact: id }))
      else phone?.hangUp()
    },
    finish: (disposition, note) => {
      const id = me.contact
      if (id === undefined) return
      void asking({ ask: 'wrapUp', contact: id, disposition, note }).then((done) => {
        if (done) forgetWrapUpDraft(id)
      })
    },
    logOff: () => {
      if (busy) void asking({ ask: 'logOff' })
      else void means.logOut()
    },
  }
}

/** Muted at once in the page, and by the centre's table of who hears whom. */
function muteOrUnmute(
  { contact, linked, phone, muted }: ActionMeans,
  onContact: (order: (id: ContactView['id']) => Ask) => void,
) {
  const next = !(muted || contact?.muted === true)
  phone?.setMuted(next)
  // In a consultation the customer hears music anyway.
  const heard = linked && contact?.consult === undefined
  if (heard) onContact((id) => ({ ask: 'mute', contact: id, muted: next }))
}
