import t from 'tap'
import { palettes, stateColours, surfaces } from '../../desk/theme/tokens.ts'

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
function luminance(colour: string): number {
  const part = (from: number) => {
    const value = parseInt(colour.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** A tint as the style sheets mix it: so much of the colour on the card. */
function tint(colour: string, card: string, share: number): string {
  const mixed = [1, 3, 5].map((from) => {
    const [c, k] = [colour, card].map((hex) => parseInt(hex.slice(from, from + 2), 16))
    return Math.round((c ?? 0) * share + (k ?? 0) * (1 - share))
  })
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const least = 4.5

for (const [mode, palette] of Object.entries(palettes)) {
  t.test(`in ${mode} every state can be read on every surface and on its own tint`, async (t) => {
    for (const colour of stateColours) {
      for (const surface of surfaces)
        t.ok(contrast(palette[colour], palette[surface]) >= least, `${colour} on ${surface}`)
      const own = tint(palette[colour], palette.card, 0.11)
      t.ok(contrast(palette[colour], own) >= least, `${colour} on its tint`)
      t.ok(contrast(palette.onState, palette[colour]) >= least, `words on ${colour}`)
    }
  })

  t.test(`in ${mode} plain and soft text can be read on every surface`, async (t) => {
    for (const surface of surfaces) {
      t.ok(contrast(palette.text, palette[surface]) >= least, `text on ${surface}`)
      t.ok(contrast(palette.soft, palette[surface]) >= least, `soft on ${surface}`)
    }
    t.ok(contrast(palette.onInk, palette.ink) >= least, 'words on ink')
  })
}
