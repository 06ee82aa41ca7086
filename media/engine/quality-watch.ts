import { gradeOf, type LegQuality, type QualityGrade } from '../../core/leg-quality.ts'
import type { CodecName } from './codecs/codec.ts'
import { opinionOf, rate } from './quality.ts'

/** Rating points by which a grade must be passed before it counts as another. */
const hysteresis = 2

/** What is known of a leg's reception: its packets since the beginning, and how long they are under way. */
export type Measured = {
  readonly codec: CodecName
  readonly encoding: string
  readonly received: number
  readonly expected: number
  readonly lost: number
  readonly late: number
  readonly jitterMs: number
  readonly bufferMs: number
  readonly packetMs: number
  readonly roundTripMs: number | undefined
  readonly farLost: number | undefined
  readonly farJitterMs: number | undefined
}

type Past = Pick<Measured, 'expected' | 'lost' | 'late'>

/** Judges a leg's sound by ITU-T G.107: now and then that of the last while, at the end all of it. */
export class QualityWatch {
  #told: QualityGrade = 'good'
  #past: Past = { expected: 0, lost: 0, late: 0 }

  /** The quality since the last call, where its grade has changed. */
  compare(measured: Measured): LegQuality | undefined {
    const past = this.#past
    this.#past = measured
    if (measured.expected <= past.expected) return undefined
    const quality = judge(measured, past)
    const { rFactor } = quality
    const grade = gradeOf(quality)
    const isSure =
      gradeOf({ rFactor: rFactor - hysteresis }) === grade &&
      gradeOf({ rFactor: rFactor + hysteresis }) === grade
    if (grade === this.#told || !isSure) return undefined
    this.#told = grade
    return quality
  }

  /** The quality from the beginning on. */
  conclude(measured: Measured): LegQuality {
    return judge(measured, { expected: 0, lost: 0, late: 0 })
  }
}

function judge(now: Measured, past: Past): LegQuality {
  const expected = Math.max(1, now.expected - past.expected)
  const missing = now.lost - past.lost + now.late - past.late
  const share = Math.max(0, Math.min(1, missing / expected))
  const rating = rate(now.codec, share, now.packetMs + now.bufferMs + (now.roundTripMs ?? 0) / 2)
  return {
    codec: now.encoding,
    received: now.received,
    lost: now.lost,
    late: now.late,
    jitterMs: rounded(now.jitterMs),
    ...(now.roundTripMs === undefined ? {} : { roundTripMs: rounded(now.roundTripMs) }),
    ...(now.farLost === undefined ? {} : { farLost: Math.round(now.farLost * 10_000) / 10_000 }),
    ...(now.farJitterMs === undefined ? {} : { farJitterMs: rounded(now.farJitterMs) }),
    rFactor: rounded(rating),
    mos: Math.round(opinionOf(rating) * 100) / 100,
  }
}

const rounded = (value: number): number => Math.round(value * 10) / 10
