import type { OutboundRules, Trunk, TrunkAccount, TrunkState } from './trunk.ts'

/** Trunks, who may be called by them, and calls from unknown sources. `Secret` is how a trunk's password stands in it. */
export type Trunking<Secret = { readonly password: string }> = {
  readonly trunks: readonly (Omit<Trunk, 'account'> & {
    readonly account?: Omit<TrunkAccount, 'password'> & Secret
  })[]
  readonly outbound?: OutboundRules
  readonly unknownSources: 'accept' | 'reject'
}

/** As an administrator sends it: without a password where the kept one goes on. */
export type TrunkingDraft = Trunking<{ readonly password?: string }>

/** As it is shown: nobody is told a password. */
export type ShownTrunking = Trunking<{ readonly hasPassword: boolean }>

/** How each trunk is now, by its id; `since` in ms. */
export type TrunkStates = Readonly<
  Record<
    string,
    {
      readonly state: TrunkState
      readonly proxy?: string
      readonly detail?: string
      readonly since: number
    }
  >
>
