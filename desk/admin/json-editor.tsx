import { useEffect, useRef } from 'react'

type JsonEditorProps = {
  readonly name: string
  readonly text: string
  readonly change: (text: string) => void
  /** Lines with something wrong. */
  readonly marked: ReadonlySet<number>
  /** A new object asks anew. */
  readonly goTo: { readonly line: number } | undefined
}

/** Of the style sheet, px. */
const lineHeight = 20

/** A text with its line numbers; the browser's own field, so that undoing, finding and pasting are what people know. */
export function JsonEditor({ name, text, change, marked, goTo }: JsonEditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const lines = text.split('\n')
  useEffect(() => {
    if (goTo === undefined || field.current === null) return
    const before = field.current.value.split('\n').slice(0, goTo.line - 1)
    const from = before.reduce((sum, line) => sum + line.length + 1, 0)
    const to = field.current.value.indexOf('\n', from)
    field.current.focus({ preventScroll: true })
    field.current.setSelectionRange(from, to < 0 ? field.current.value.length : to)
    frame.current?.scrollTo({ top: Math.max(0, (goTo.line - 4) * lineHeight), left: 0 })
  }, [goTo])
  return (
    <div className="json-editor" ref={frame}>
      <ol aria-hidden>
        {lines.map((_, index) => (
          // Lines have no other name than their number.
          <li key={index} className={marked.has(index + 1) ? 'marked' : undefined}>
            {index + 1}
          </li>
        ))}
      </ol>
      <textarea
        ref={field}
        aria-label={name}
        value={text}
        wrap="off"
        spellCheck={false}
        style={{ height: `${lines.length * lineHeight + 24}px` }}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  )
}
