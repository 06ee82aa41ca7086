import type { Outcome } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { outcomeWords, reasonWords } from '../../cti/words.ts'
import { text } from '../bilingual.ts'

/** In English the code itself is the word: by it the log and the metrics are searched. */
export const reasonWord = (code: ReasonCode): Text => text(reasonWords[code].zh, code)
export const outcomeWord = (outcome: Outcome): Text => text(outcomeWords[outcome].zh, outcome)
