import type { TrunkId } from '../core/names.ts'
import type { Trunk } from '../core/trunk.ts'
import type { SipTerms } from '../media/endpoint/endpoint.ts'

/** What is spoken with the parties of each trunk. */
export type TrunkTerms = {
  /** Replaces what was said before. */
  readonly set: (trunks: readonly Trunk[]) => void
  /** Those of the installation where the trunk says nothing, or is none of ours. */
  readonly of: (trunk: TrunkId | undefined) => SipTerms
}

export function createTrunkTerms(): TrunkTerms {
  let known = new Map<TrunkId, SipTerms>()
  return {
    set: (trunks) => {
      known = new Map(trunks.map(({ id, codecs, srtp }) => [id, { codecs, srtp }]))
    },
    of: (trunk) => (trunk && known.get(trunk)) ?? {},
  }
}
