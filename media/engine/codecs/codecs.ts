import type { Codec, CodecName } from './codec.ts'
import { pcma, pcmu } from './g711.ts'

/** All that the engine speaks, in the order in which it would rather speak. */
export const codecs: Readonly<Partial<Record<CodecName, Codec>>> & { readonly pcmu: Codec } = {
  pcmu,
  pcma,
}

/** Throws where SDP let through a codec that is not there: a bug. */
export function codecOf(name: CodecName): Codec {
  const codec = codecs[name]
  if (codec === undefined) throw new Error(`no codec ${name}`)
  return codec
}
