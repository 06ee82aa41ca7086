import { digits } from '../state/shortcut.ts'
import './digit-pad.css'

/** Twelve keys of a telephone. */
export function DigitPad({ press }: { readonly press: (digit: string) => void }) {
  return (
    <div className="digit-pad">
      {digits.map((digit) => (
        <button type="button" key={digit} onClick={() => press(digit)}>
          {digit}
        </button>
      ))}
    </div>
  )
}
