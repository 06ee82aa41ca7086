import { NumberOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useEffect, useState } from 'react'
import { DigitPad } from '../components/digit-pad.tsx'
import { isDigit } from '../state/shortcut.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

type KeypadProps = {
  readonly open: boolean
  readonly setOpen: (open: boolean) => void
  readonly disabled: boolean
}

/** Sends telephone digits into the call; while it is open the keyboard's digits count too. */
export function Keypad({ open, setOpen, disabled }: KeypadProps) {
  const { actions } = useDesk()
  const messages = useMessages(agentMessages)
  const [sent, setSent] = useState('')
  const send = (digit: string) => {
    setSent((digits) => (digits + digit).slice(-16))
    actions.sendDigit(digit)
  }
  const pad = (
    <div className="keypad">
      <output aria-label={messages.keypad.sent}>
        {sent === '' ? <span className="soft small">{messages.keypad.none}</span> : sent}
      </output>
      <DigitPad press={send} />
      {open && <DigitKeys press={send} />}
    </div>
  )
  return (
    <Popover open={open && !disabled} onOpenChange={setOpen} trigger="click" content={pad}>
      <Button icon={<NumberOutlined />} disabled={disabled}>
        {messages.action.keypad}
      </Button>
    </Popover>
  )
}

function DigitKeys({ press }: { readonly press: (digit: string) => void }) {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement)
        return
      if (isDigit(event.key) && !event.repeat) press(event.key)
    }
    addEventListener('keydown', down)
    return () => removeEventListener('keydown', down)
  })
  return null
}
