import type { Text } from './language.ts'
import type { FlowId, TrunkId } from './names.ts'

/**
 * Which numbers are meant: `+` and digits as they stand, `x` for any one digit, `*` at the end for any rest. Of several
 * that fit, the one with the most digits counts.
 */
export type NumberPattern = string

/** How a number is written toward a trunk: `+8657112345678`, `8657112345678`, `057112345678`, or as it was dialled. */
export type NumberForm = 'e164' | 'digits' | 'national' | 'as-dialled'

/** What dialled digits mean where the centre stands, ITU-T E.164 and the national numbering plan. */
export type DialPlan = {
  /** Country code without `+`: `86`. */
  readonly country: string
  /** Area code without its prefix, for numbers dialled without one: `571`. */
  readonly area?: string
  /** Prefix of an international number: `00`. */
  readonly international: string
  /** Prefix of a number of another area: `0`; empty where there is none. */
  readonly national: string
  /** Numbers that exist inside the country only and are dialled as they are: `110`, `95xxx`, `400xxxxxxx`. */
  readonly short: readonly NumberPattern[]
}

export type TrunkAccount = {
  readonly user: string
  /** Realm and domain of the REGISTER; the first proxy's host where absent. */
  readonly domain?: string
  /** Sealed with the installation's key (`server/secret/seal.ts`): the journal never holds a password. */
  readonly password: string
  /** REGISTER is sent and refreshed; otherwise the account only answers challenges. */
  readonly registers: boolean
  readonly expiresSeconds: number
}

/** A SIP way to the public network or to another exchange. */
export type Trunk = {
  readonly id: TrunkId
  readonly name: Text
  readonly enabled: boolean
  /** SIP URIs of the far end, the first that works is used: `sip:proxy.example.com;transport=tls`. */
  readonly proxies: readonly string[]
  /** Addresses and networks (`203.0.113.0/24`) that its calls come from; nobody else speaks for it. */
  readonly sources: readonly string[]
  readonly account?: TrunkAccount
  /** An OPTIONS to each proxy so often; 0 for never. */
  readonly keepAliveSeconds: number
  readonly inbound: {
    /** Dialled numbers that lead to a flow, beside the hotlines. */
    readonly numbers: readonly { readonly pattern: NumberPattern; readonly flow: FlowId }[]
    /** Whether P-Asserted-Identity, Diversion and History-Info of this network are believed (RFC 3325). */
    readonly trustsIdentity: boolean
  }
  readonly outbound: {
    readonly form: NumberForm
    /** Digits before every number that is called by it. */
    readonly prefix?: string
    /** What is shown instead of the caller: always, or where that is no number of `inbound.numbers` and no hotline. */
    readonly callerId?: { readonly number: string; readonly always: boolean }
  }
  /** In order of preference; those of the installation where absent. */
  readonly codecs?: readonly TrunkCodec[]
  /** As the installation says where absent. */
  readonly srtp?: 'off' | 'allowed' | 'required'
  /** Calls at once and new calls a second, both directions together; 0 for no limit. */
  readonly limits: { readonly calls: number; readonly callsPerSecond: number }
  /** How a party of this trunk is led elsewhere: the trunk's own network is asked (REFER), or the call stays here. */
  readonly transfer: 'refer' | 'bridge'
}

export type TrunkCodec = 'pcmu' | 'pcma' | 'g722' | 'opus'

/** Who may call whom on the installation's bill. */
export type OutboundRules = {
  readonly plan: DialPlan
  /** The most specific pattern that fits the normalised number decides; its trunks are tried in their order. */
  readonly routes: readonly {
    readonly pattern: NumberPattern
    readonly trunks: readonly TrunkId[]
  }[]
  /** Country codes that may be called; numbers inside the own country always. */
  readonly countries: readonly string[]
  readonly spend?: {
    /** In the smallest unit of the currency (fen, cent), over any 60 minutes. */
    readonly perHour: number
    readonly currency: string
    /** What a begun minute costs; of several that fit the most specific; what fits none is not called. */
    readonly rates: readonly { readonly pattern: NumberPattern; readonly perMinute: number }[]
  }
}

/**
 *   unwatched: neither registers nor is asked by OPTIONS
 *   trying -> up <-> down; refused: the account is not accepted
 */
export type TrunkState = 'unwatched' | 'trying' | 'up' | 'down' | 'refused'

/** One diversion on the way here, the first one first: Diversion (RFC 5806) or History-Info (RFC 7044). */
export type Diversion = { readonly number: string; readonly reason?: string }
