/** A centre whose one number leads straight into one queue: who calls is answered and hears music. */
export type Hotline = {
  /** The product, with its version. */
  readonly name: string
  /** `sip:95000@127.0.0.1:port` */
  readonly uri: string
  /** CPU time of all its processes so far, user and system. */
  readonly cpuMs: () => Promise<number>
}

/** An agent and the port of his phone on 127.0.0.1. */
export type Seat = { readonly id: string; readonly port: number }

/** Starts a centre with these agents, all ready and without wrap-up; stops it when `use` is over. */
export type WithHotline = <Result>(
  seats: readonly Seat[],
  use: (hotline: Hotline) => Promise<Result>,
) => Promise<Result>
