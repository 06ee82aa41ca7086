export type DnsAnswer<Record> = {
  readonly records: readonly Record[]
  /** For so long the answer holds. */
  readonly ttlSeconds: number
}

type CachedAnswer<Record> = DnsAnswer<Record> & { readonly until: number }

const maxEntries = 2000
/** Who asks for ever new names fills no memory: above this, nothing is asked. */
const maxUnderWay = 200
/** An old answer serves on so long while the name server is away. */
const staleMs = 3_600_000
const retrySeconds = 5

/** Answers of the name server, kept as long as they hold; what many ask at once is asked once. */
export class DnsCache<Record> {
  readonly #answers = new Map<string, CachedAnswer<Record>>()
  readonly #underWay = new Map<string, Promise<readonly Record[]>>()
  readonly #now: () => number

  /** `now` tells the time in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** `ask` rejects when there is no answer at all: the old one, or none, then holds for a few seconds. */
  get(key: string, ask: () => Promise<DnsAnswer<Record>>): Promise<readonly Record[]> {
    const known = this.#answers.get(key)
    if (known && known.until > this.#now()) return Promise.resolve(known.records)
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    if (this.#underWay.size >= maxUnderWay) return Promise.resolve(known?.records ?? [])
    const asking = ask()
      .catch(() => this.#withoutAnswer(known))
      .then((answer) => this.#keep(key, answer))
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, asking)
    return asking
  }

  #withoutAnswer(known: CachedAnswer<Record> | undefined): DnsAnswer<Record> {
    const isUsable = known && known.until + staleMs > this.#now()
    return { records: isUsable ? known.records : [], ttlSeconds: retrySeconds }
  }

  #keep(key: string, answer: DnsAnswer<Record>): readonly Record[] {
    this.#answers.delete(key)
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= maxEntries) this.#answers.delete(oldest)
    this.#answers.set(key, { ...answer, until: this.#now() + answer.ttlSeconds * 1000 })
    return answer.records
  }
}
