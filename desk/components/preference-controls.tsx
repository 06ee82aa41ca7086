import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'

/** Language, and light or dark: one press each. */
export function PreferenceControls() {
  const { language, mode, setLanguage, setMode } = usePreferences()
  const messages = useMessages(sharedMessages)
  const other = language === 'zh' ? 'en' : 'zh'
  const light = mode === 'light'
  return (
    <span className="preference-controls">
      <button
        type="button"
        className="plain"
        lang={other}
        title={messages.language}
        onClick={() => setLanguage(other)}
      >
        {language === 'zh' ? 'EN' : '中'}
        <span className="unseen">{messages.otherLanguage}</span>
      </button>
      <button
        type="button"
        className="plain"
        title={light ? messages.dark : messages.light}
        aria-label={light ? messages.dark : messages.light}
        onClick={() => setMode(light ? 'dark' : 'light')}
      >
        {light ? <MoonOutlined /> : <SunOutlined />}
      </button>
    </span>
  )
}
