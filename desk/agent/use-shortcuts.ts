import { useEffect } from 'react'
import { type Shortcut, shortcutOf } from '../state/shortcut.ts'

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function useShortcuts(onShortcut: (shortcut: Shortcut) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.repeat) return
      const shortcut = shortcutOf(event, isField(event.target))
      if (shortcut === undefined) return
      event.preventDefault()
      onShortcut(shortcut)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [onShortcut])
}
