/** The one set of colours: Ant Design's theme and the pages' own style sheets are both made from it. */
export type Mode = 'light' | 'dark'

/** Colour means state and nothing else. */
export const stateColours = [
  'ready',
  'talking',
  'ringing',
  'hold',
  'wrapUp',
  'notReady',
  'over',
] as const
export type StateColour = (typeof stateColours)[number]

export const surfaces = ['page', 'card', 'sunk'] as const
type Surface = (typeof surfaces)[number]

type Palette = Record<StateColour | Surface, string> & {
  readonly line: string
  readonly text: string
  readonly soft: string
  /** The colour of what can be pressed and means no state. */
  readonly ink: string
  readonly onInk: string
  /** Words on a surface filled with a state's colour. */
  readonly onState: string
}

export const palettes: Record<Mode, Palette> = {
  light: {
    page: '#eff1f4',
    card: '#ffffff',
    sunk: '#f7f8fa',
    line: '#dfe3e9',
    text: '#1b2430',
    soft: '#566172',
    ink: '#22384f',
    onInk: '#ffffff',
    onState: '#ffffff',
    ready: '#18743a',
    talking: '#0b5cc4',
    ringing: '#9c5600',
    hold: '#7038c4',
    wrapUp: '#0b6a7c',
    notReady: '#566172',
    over: '#bf2420',
  },
  dark: {
    page: '#12161c',
    card: '#1a2029',
    sunk: '#202732',
    line: '#303946',
    text: '#e3e8ef',
    soft: '#9ba8b9',
    ink: '#c5d3e4',
    onInk: '#141b24',
    onState: '#0e141b',
    ready: '#54c67c',
    talking: '#74b0ff',
    ringing: '#f2b544',
    hold: '#bb99ff',
    wrapUp: '#4cc3d8',
    notReady: '#9ba8b9',
    over: '#ff8078',
  },
}

/** Chinese faces stand before `system-ui`, which on Linux often has no 简体中文 of its own. */
export const fontFamily = [
  '-apple-system',
  '"Segoe UI"',
  'Roboto',
  '"PingFang SC"',
  '"Microsoft YaHei"',
  '"Noto Sans SC"',
  '"Noto Sans CJK SC"',
  'system-ui',
  'sans-serif',
].join(', ')

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** `--ready: #18743a; …`, for the root element. */
export const cssVariables = (mode: Mode): readonly (readonly [name: string, value: string])[] =>
  Object.entries(palettes[mode]).map(([name, value]) => [`--${kebab(name)}`, value])

export const cssColour = (colour: StateColour) => `var(--${kebab(colour)})`
