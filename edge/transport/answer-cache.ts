export type Answer<Record> = {
  readonly records: readonly Record[]
  /** For so long the answer holds. */
  readonly ttlSeconds: number
}

type Entry<Record> = Answer<Record> & { readonly until: number }

const MAX_ENTRIES = 2000
/** Who asks for ever new names fills no memory: above this, nothing is asked. */
const MAX_UNDER_WAY = 200
/** An old answer serves on so long while the name server is away. */
const STALE_MS = 3_600_000
const RETRY_SECONDS = 5

/** Answers of the name server, kept as long as they hold; what many ask at once is asked once. */
export class AnswerCache<Record> {
  readonly #answers = new Map<string, Entry<Record>>()
  readonly #underWay = new Map<string, Promise<readonly Record[]>>()
  readonly #now: () => number

  /** `now` tells the time in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** `ask` rejects when there is no answer at all: the old one, or none, then holds for a few seconds. */
  get(key: string, ask: () => Promise<Answer<Record>>): Promise<readonly Record[]> {
    const known = this.#answers.get(key)
    if (known && known.until > this.#now()) return Promise.resolve(known.records)
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    if (this.#underWay.size >= MAX_UNDER_WAY) return Promise.resolve(known?.records ?? [])
    const asking = ask()
      .catch(() => this.#withoutAnswer(known))
      .then((answer) => this.#keep(key, answer))
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, asking)
    return asking
  }

  #withoutAnswer(known: Entry<Record> | undefined): Answer<Record> {
    const isUsable = known && known.until + STALE_MS > this.#now()
    return { records: isUsable ? known.records : [], ttlSeconds: RETRY_SECONDS }
  }

  #keep(key: string, answer: Answer<Record>): readonly Record[] {
    this.#answers.delete(key)
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= MAX_ENTRIES) this.#answers.delete(oldest)
    this.#answers.set(key, { ...answer, until: this.#now() + answer.ttlSeconds * 1000 })
    return answer.records
  }
}
