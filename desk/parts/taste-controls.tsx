import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { useTaste, useWords } from '../look/taste.tsx'
import { sharedWords } from '../words/shared-words.ts'

/** Language, and light or dark: one press each. */
export function TasteControls() {
  const { language, mode, setLanguage, setMode } = useTaste()
  const words = useWords(sharedWords)
  const other = language === 'zh' ? 'en' : 'zh'
  const light = mode === 'light'
  return (
    <span className="taste-controls">
      <button
        type="button"
        className="plain"
        lang={other}
        title={words.language}
        onClick={() => setLanguage(other)}
      >
        {language === 'zh' ? 'EN' : '中'}
        <span className="unseen">{words.otherLanguage}</span>
      </button>
      <button
        type="button"
        className="plain"
        title={light ? words.dark : words.light}
        aria-label={light ? words.dark : words.light}
        onClick={() => setMode(light ? 'dark' : 'light')}
      >
        {light ? <MoonOutlined /> : <SunOutlined />}
      </button>
    </span>
  )
}
