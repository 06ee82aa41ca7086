import { z } from 'zod'

/** Codecs in the order in which they are offered: all that are possible, where nothing is said. */
export function codecsSetting<Name extends string>(names: readonly Name[]) {
  const rule = `must list each codec once, separated by commas, out of ${names.join(',')}`
  return z
    .string()
    .default(names.join(','))
    .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.enum(names, rule), rule).min(1, rule))
    .refine((listed) => new Set(listed).size === listed.length, rule)
}
