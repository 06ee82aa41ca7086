import { useEffect, useRef, useState } from 'react'
import type { WebCall } from '../../cti/api.ts'
import { createSoftphone, type Softphone, type SoftphoneState } from '../../softphone/softphone.ts'
import { reasonOf, rest } from '../api/rest.ts'
import { centreNow } from '../components/use-now.ts'
import { nextWebCallState, type WebCallState } from '../state/web-call-state.ts'

const idle: WebCallState = { is: 'idle' }

/** One call from this page: what was granted for it, its telephone, and how far the line has come. */
export function useWebCall(number: string, name: string | undefined) {
  const [line, setLine] = useState<WebCallState>(idle)
  const [granted, setGranted] = useState<WebCall>()
  const [muted, setMuted] = useState(false)
  const phone = useRef<Softphone>(undefined)
  const hear = (target: string) => {
    let called = false
    return (state: SoftphoneState) => {
      setMuted(state.muted)
      if (!called && state.link === 'connected') {
        called = true
        phone.current?.call(target)
      }
      setLine((before) => nextWebCallState(before, state, called, centreNow()))
    }
  }
  const start = async () => {
    setLine({ is: 'asking' })
    await phone.current?.stop()
    try {
      const call = await rest.startWebCall(number, name)
      setGranted(call)
      phone.current = createSoftphone({
        account: call.sip,
        register: false,
        audio: new Audio(),
        onChange: hear(call.target),
      })
      phone.current.start()
    } catch (fault) {
      setLine({ is: 'refused', reason: reasonOf(fault) })
    }
  }
  useEffect(() => () => void phone.current?.stop(), [])
  return {
    line,
    granted,
    muted,
    actions: {
      start: () => void start(),
      press: (digit: string) => phone.current?.sendDigit(digit),
      mute: (next: boolean) => phone.current?.setMuted(next),
      hangUp: () => {
        phone.current?.hangUp()
        setLine((before) => (before.is === 'open' ? before : idle))
      },
    },
  }
}
