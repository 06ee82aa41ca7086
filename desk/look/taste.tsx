import { createContext, type ReactNode, StrictMode, use, useLayoutEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Dictionary, type Language, languageOf, localeOf } from '../words/language.ts'
import './base.css'
import { remember, remembered } from './memory.ts'
import { cssVariables, type Mode } from './tokens.ts'

type Taste = {
  readonly language: Language
  readonly mode: Mode
  readonly setLanguage: (language: Language) => void
  readonly setMode: (mode: Mode) => void
}

const TasteContext = createContext<Taste | undefined>(undefined)

/** The viewer's language and light or dark, and how to change them. */
export function useTaste(): Taste {
  const taste = use(TasteContext)
  if (taste === undefined) throw new Error('useTaste outside of a page')
  return taste
}

export const useWords = <Words,>(dictionary: Dictionary<Words>): Words =>
  dictionary[useTaste().language]

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

function Tasteful({ children }: { readonly children: ReactNode }) {
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
  return <TasteContext value={{ language, mode, setLanguage, setMode }}>{children}</TasteContext>
}

/** Puts a page into the document, in the viewer's language and light. */
export function show(page: ReactNode): void {
  const place = document.getElementById('page')
  if (place === null) throw new Error('the document has no #page')
  createRoot(place).render(
    <StrictMode>
      <Tasteful>{page}</Tasteful>
    </StrictMode>,
  )
}
