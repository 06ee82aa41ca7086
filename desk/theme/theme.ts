import { theme, type ThemeConfig } from 'antd'
import { fontFamily, type Mode, palettes } from './tokens.ts'

/** Ant Design's tokens, from the same palette as the pages' own style sheets. */
export function themeOf(mode: Mode): ThemeConfig {
  const palette = palettes[mode]
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: palette.ink,
      colorInfo: palette.talking,
      colorSuccess: palette.ready,
      colorWarning: palette.ringing,
      colorError: palette.over,
      colorLink: palette.ink,
      colorBgLayout: palette.page,
      colorBgContainer: palette.card,
      colorBgElevated: palette.card,
      colorText: palette.text,
      colorTextSecondary: palette.soft,
      colorTextTertiary: palette.soft,
      colorTextDescription: palette.soft,
      colorTextPlaceholder: palette.soft,
      colorBorder: palette.line,
      colorBorderSecondary: palette.line,
      borderRadius: 6,
      fontFamily,
      fontSize: 14,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: { primaryColor: palette.onInk, fontWeight: 500 },
      Tooltip: { colorBgSpotlight: '#1b2430' },
      Table: { headerBg: palette.sunk, headerColor: palette.soft, cellPaddingBlock: 10 },
      Menu: {
        itemBg: 'transparent',
        itemSelectedBg: palette.card,
        itemSelectedColor: palette.text,
        itemHoverBg: palette.sunk,
      },
      Select: { optionSelectedBg: palette.sunk },
    },
  }
}
