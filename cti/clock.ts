const mostAges = 200
const mostTrips = 8

/** Measured on this page, in ms. `eventToPage`: from the event in the centre to its arrival here. */
export type Latency = {
  readonly samples: number
  readonly eventToPage: { readonly p50: number; readonly p99: number }
  /** The quickest of the last round trips. */
  readonly roundTrip: number
}

type Trip = { readonly roundTrip: number; readonly offset: number }

/** The server's clock as seen from here, and how old its news are. */
export class CentreClock {
  readonly #ages: number[] = []
  readonly #trips: Trip[] = []
  #next = 0
  /** Of the first frame, which has no round trip. */
  #guess = 0

  /** Server time minus local time, ms: from the quickest round trip, whose error is the smallest. */
  get offset(): number {
    return this.#quickest()?.offset ?? this.#guess
  }

  welcome(serverNow: number, arrived: number): void {
    this.#trips.length = 0
    this.#guess = serverNow - arrived
  }

  roundTrip(sent: number, serverNow: number, arrived: number): void {
    this.#trips.push({ roundTrip: arrived - sent, offset: serverNow - (sent + arrived) / 2 })
    if (this.#trips.length > mostTrips) this.#trips.shift()
  }

  event(at: number, arrived: number): void {
    this.#ages[this.#next] = Math.max(0, arrived + this.offset - at)
    this.#next = (this.#next + 1) % mostAges
  }

  latency(): Latency {
    const ages = [...this.#ages].sort((one, other) => one - other)
    const rank = (share: number) => ages[Math.ceil(share * ages.length) - 1] ?? 0
    return {
      samples: ages.length,
      eventToPage: { p50: rank(0.5), p99: rank(0.99) },
      roundTrip: this.#quickest()?.roundTrip ?? 0,
    }
  }

  #quickest(): Trip | undefined {
    return this.#trips.reduce<Trip | undefined>(
      (best, trip) => (best && best.roundTrip <= trip.roundTrip ? best : trip),
      undefined,
    )
  }
}
