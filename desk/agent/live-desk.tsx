import { App } from 'antd'
import { useEffect, useState } from 'react'
import type { Session, SipAccount } from '../../cti/api.ts'
import type { AgentView, ContactView } from '../../cti/protocol.ts'
import { createSoftphone, type Softphone, type SoftphoneState } from '../../softphone/softphone.ts'
import { records } from '../api/rest.ts'
import { useCentre } from '../api/use-centre.ts'
import { LinkBadge } from '../components/link-badge.tsx'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { answererOf, type CallView, callViewOf, idle } from '../state/call-view.ts'
import { contactOf } from '../state/centre-view.ts'
import { useMessages } from '../theme/preferences.tsx'
import { actionsOf } from './actions.ts'
import { DeskProvider, type PhoneView, type TakenCall } from './desk-context.ts'
import { Desktop } from './desktop.tsx'
import { takenOverSearch } from './session-taken-over.tsx'

type LiveDeskProps = {
  readonly session: Session
  readonly logOut: () => Promise<void>
  readonly expire: () => void
}

/** The desktop on the live centre, with the telephone of this page. */
export function LiveDesk({ session, logOut, expire }: LiveDeskProps) {
  const { view, ask, refused } = useCentre(session.token, 'desk')
  const { phone, state } = useSoftphone(session.sip)
  const { message } = App.useApp()
  const refusals = useMessages(refusalMessages)
  const me = view.agents.find(({ id }) => id === session.me.id)
  const contact = useLastContact(me && contactOf(view, me), me?.contact)
  const callView = me === undefined ? idle : callViewOf(me, contact)
  const taken = useAnsweredElsewhere(me, callView, view.agents)
  useEnd(refused, me?.state === 'loggedOff', logOut, expire)
  if (me === undefined || view.tenant === undefined)
    return (
      <main className="login-gate">
        <LinkBadge link={view.link} />
      </main>
    )
  const phoneView = phoneViewOf(session, me, phone, state)
  const actions = actionsOf({
    me,
    contact: callView.show === 'idle' ? undefined : callView.contact,
    linked: view.link.state === 'linked',
    phone,
    muted: phoneView.muted,
    ask,
    tell: (reason) => void message.error(refusalIn(refusals, reason)),
    logOut,
  })
  return (
    <DeskProvider
      value={{
        view,
        tenant: view.tenant,
        me,
        callView,
        phone: phoneView,
        actions,
        records,
        ...(taken && { taken }),
      }}
    >
      <Desktop />
    </DeskProvider>
  )
}

function phoneViewOf(
  session: Session,
  me: AgentView,
  phone: Softphone | undefined,
  state: SoftphoneState | undefined,
): PhoneView {
  return {
    kind: session.sip === undefined ? 'own' : 'softphone',
    registered: state?.registered ?? me.registered,
    muted: state?.muted === true,
    level: () => phone?.level() ?? 0,
    ...(state?.fault && { fault: state.fault }),
  }
}

/** A contact that goes on elsewhere leaves the centre's view of this desk; its wrap-up still shows it. */
function useLastContact(seen: ContactView | undefined, id: ContactView['id'] | undefined) {
  const [last, setLast] = useState<ContactView>()
  if (seen !== undefined && seen !== last) setLast(seen)
  return seen ?? (last?.id === id ? last : undefined)
}

/** The session ends when the centre no longer takes its token, or when it logged the person off as asked. */
function useEnd(
  refused: string | undefined,
  loggedOff: boolean,
  logOut: () => Promise<void>,
  expire: () => void,
) {
  const [wasOn, setWasOn] = useState(false)
  if (!loggedOff && !wasOn) setWasOn(true)
  useEffect(() => {
    // The page that took over gets the talk as well: this one goes without a farewell, as in a reload.
    if (refused === 'elsewhere') location.replace(takenOverSearch)
    else if (refused !== undefined) expire()
    else if (loggedOff && wasOn) void logOut()
  }, [refused, loggedOff, wasOn, logOut, expire])
}

/** The call that rang here and that a colleague took; known until the next call, or another state. */
function useAnsweredElsewhere(
  me: AgentView | undefined,
  callView: CallView,
  agents: readonly AgentView[],
): TakenCall | undefined {
  const [ringing, setRinging] = useState<ContactView>()
  const [taken, setTaken] = useState<TakenCall>()
  if (callView.show === 'ringing') {
    if (ringing !== callView.contact) setRinging(callView.contact)
    if (taken !== undefined) setTaken(undefined)
  } else if (ringing !== undefined) {
    const by = me && callView.show === 'idle' ? answererOf(ringing.id, me, agents) : undefined
    setRinging(undefined)
    if (by !== undefined) setTaken({ from: ringing.from, by: by.name })
  } else if (taken !== undefined && me?.state !== 'ready') setTaken(undefined)
  return taken
}

/** The agent's telephone in the page: registered while the page stands. None for people with a phone of their own. */
function useSoftphone(account: SipAccount | undefined) {
  const [phone, setPhone] = useState<Softphone>()
  const [state, setState] = useState<SoftphoneState>()
  useEffect(() => {
    if (account === undefined) return
    const audio = new Audio()
    const softphone = createSoftphone({ account, register: true, audio, onChange: setState })
    setPhone(softphone)
    softphone.start()
    return () => void softphone.stop()
  }, [account])
  return { phone, state }
}
