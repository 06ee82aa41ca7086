import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { sharedMessages } from '../messages/shared-messages.ts'
import { formatPhoneNumber, isAnonymous, isWebCaller } from '../state/phone-number.ts'
import { useMessages } from '../theme/preferences.tsx'

/** A formatted number, or what to call a caller who has none. */
export function usePhoneNumber(number: string): string {
  const messages = useMessages(sharedMessages)
  if (isWebCaller(number)) return messages.webCaller
  if (isAnonymous(number)) return messages.anonymousCaller
  return number === '' ? messages.unknownCaller : formatPhoneNumber(number)
}

/** A number in readable groups; pressing it copies the plain digits. */
export function PhoneNumber({ number }: { readonly number: string }) {
  const messages = useMessages(sharedMessages)
  const shown = usePhoneNumber(number)
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(number).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    })
  }
  if (isWebCaller(number) || isAnonymous(number)) return <span>{shown}</span>
  return (
    <button
      type="button"
      className="plain phone-number"
      onClick={copy}
      title={copied ? messages.copied : messages.copy}
    >
      {shown}
      <span className="copy-mark">
        {copied ? <CheckOutlined aria-label={messages.copied} /> : <CopyOutlined aria-hidden />}
      </span>
    </button>
  )
}
