import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTaste, useWords } from '../look/frame.tsx'
import { sharedWords } from '../words/shared-words.ts'

/** Language, and light or dark: one press each. */
export function TasteControls() {
  const { language, mode, setLanguage, setMode } = useTaste()
  const words = useWords(sharedWords)
  const other = language === 'zh' ? 'en' : 'zh'
  const light = mode === 'light'
  return (
    <span className="taste-controls">
      <Button
        type="text"
        size="small"
        lang={other}
        title={words.language}
        onClick={() => setLanguage(other)}
      >
        {language === 'zh' ? 'EN' : '中'}
        <span className="unseen">{words.otherLanguage}</span>
      </Button>
      <Button
        type="text"
        size="small"
        title={light ? words.dark : words.light}
        aria-label={light ? words.dark : words.light}
        icon={light ? <MoonOutlined /> : <SunOutlined />}
        onClick={() => setMode(light ? 'dark' : 'light')}
      />
    </span>
  )
}
