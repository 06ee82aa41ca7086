import type { Codec, CodecName } from './codec.ts'
import { pcma, pcmu } from './g711.ts'
import { g722 } from './g722.ts'
import { opus } from './opus.ts'

/** All that the engine speaks. */
export const codecs: Readonly<Record<CodecName, Codec>> = { pcmu, pcma, g722, opus }

export const codecOf = (name: CodecName): Codec => codecs[name]
