import { useEffect, useState } from 'react'
import type { SipAccount } from '../../cti/api.ts'
import { createSoftphone, type Softphone, type SoftphoneState } from '../../softphone/softphone.ts'

/** The agent's telephone in the page: registered while the page stands. None for people with a phone of their own. */
export function useSoftphone(account: SipAccount | undefined) {
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
