import type { OutboundRules, Trunk, TrunkAccount, TrunkState } from './trunk.ts'

/** Everything that is said of the way to the outside. `Secret` is how a trunk's password stands in it. */
export type Border<Secret = { readonly password: string }> = {
  readonly trunks: readonly (Omit<Trunk, 'account'> & {
    readonly account?: Omit<TrunkAccount, 'password'> & Secret
  })[]
  readonly outbound?: OutboundRules
  readonly strangers: 'welcome' | 'refused'
}

/** As an administrator sends it: without a password where the kept one goes on. */
export type BorderDraft = Border<{ readonly password?: string }>

/** As it is shown: nobody is told a password. */
export type ShownBorder = Border<{ readonly hasPassword: boolean }>

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
