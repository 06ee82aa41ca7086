import { useEffect, useRef, useState } from 'react'
import type { WebCall } from '../../cti/api.ts'
import { createSoftphone, type Softphone, type SoftphoneState } from '../../softphone/softphone.ts'
import { reasonOf, rest } from '../centre/rest.ts'
import { centreNow } from '../parts/use-now.ts'
import { type Line, nextLine } from '../state/customer-line.ts'

const idle: Line = { is: 'idle' }

/** One call from this page: what was granted for it, its telephone, and how far the line has come. */
export function useWebCall(number: string, name: string | undefined) {
  const [line, setLine] = useState<Line>(idle)
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
      setLine((before) => nextLine(before, state, called, centreNow()))
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
    acts: {
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
