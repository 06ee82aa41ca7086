import { App, ConfigProvider } from 'antd'
import enLocale from 'antd/locale/en_GB'
import zhLocale from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { usePreferences } from './preferences.tsx'
import { themeOf } from './theme.ts'

/** Ant Design around a page, in the same colours and the same language. The customer's page does without. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { language, mode } = usePreferences()
  return (
    <ConfigProvider
      theme={themeOf(mode)}
      locale={language === 'zh' ? zhLocale : enLocale}
      button={{ autoInsertSpace: false }}
    >
      <App message={{ top: 56, maxCount: 3 }}>{children}</App>
    </ConfigProvider>
  )
}
