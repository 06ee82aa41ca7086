import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useWords } from '../look/taste.tsx'
import { formatPhoneNumber, isAnonymous, isWebCaller } from '../state/phone-number.ts'
import { sharedWords } from '../words/shared-words.ts'

/** A formatted number, or what to call a caller who has none. */
export function usePhoneNumber(number: string): string {
  const words = useWords(sharedWords)
  if (isWebCaller(number)) return words.webCaller
  if (isAnonymous(number)) return words.anonymousCaller
  return number === '' ? words.unknownCaller : formatPhoneNumber(number)
}

/** A number in readable groups; pressing it copies the plain digits. */
export function PhoneNumber({ number }: { readonly number: string }) {
  const words = useWords(sharedWords)
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
      title={copied ? words.copied : words.copy}
    >
      {shown}
      <span className="copy-mark">
        {copied ? <CheckOutlined aria-label={words.copied} /> : <CopyOutlined aria-hidden />}
      </span>
    </button>
  )
}
