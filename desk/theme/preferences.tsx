import { createContext, type ReactNode, StrictMode, use, useLayoutEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Language } from '../../core/language.ts'
import { type Dictionary, languageOf, localeOf } from '../messages/language.ts'
import './base.css'
import { remember, remembered } from './local-memory.ts'
import { cssVariables, type Mode } from './tokens.ts'

type Preferences = {
  readonly language: Language
  readonly mode: Mode
  readonly setLanguage: (language: Language) => void
  readonly setMode: (mode: Mode) => void
}

const PreferencesContext = createContext<Preferences | undefined>(undefined)

/** The viewer's language and light or dark, and how to change them. */
export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext)
  if (preferences === undefined) throw new Error('useTaste outside of a page')
  return preferences
}

export const useMessages = <Words,>(dictionary: Dictionary<Words>): Words =>
  dictionary[usePreferences().language]

function initialMode(): Mode {
  const mode = remembered('mode')
  if (mode === 'light' || mode === 'dark') return mode
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

function useRemembered<Value extends string>(key: string, initial: () => Value) {
  const [value, setValue] = useState(initial)
  return [
    value,
    (next: Value) => {
      remember(key, next)
      setValue(next)
    },
  ] as const
}

function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useRemembered<Language>('language', () =>
    languageOf(remembered('language'), navigator.languages),
  )
  const [mode, setMode] = useRemembered<Mode>('mode', initialMode)
  useLayoutEffect(() => {
    const root = document.documentElement
    root.lang = localeOf[language]
    root.style.colorScheme = mode
    for (const [name, value] of cssVariables(mode)) root.style.setProperty(name, value)
  }, [language, mode])
  return (
    <PreferencesContext value={{ language, mode, setLanguage, setMode }}>
      {children}
    </PreferencesContext>
  )
}

/** Puts a page into the document, in the viewer's language and light. */
export function showPage(page: ReactNode): void {
  const place = document.getElementById('page')
  if (place === null) throw new Error('the document has no #page')
  createRoot(place).render(
    <StrictMode>
      <PreferencesProvider>{page}</PreferencesProvider>
    </StrictMode>,
  )
}
