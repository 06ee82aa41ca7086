/*
 * Each message passes three doors:
 *
 *   hears    before it is read: is the source banned, or over its messages a second?       -> silence
 *   judges   a request that begins something: a scanner's name, calls, registrations?     -> silence, 503 without state
 *   sawAnswer, mayAnswerFlaw   what became of it: wrong passwords, numbers tried, garbage  -> a ban
 *
 * A call that stands, or a registration, earns its source more of everything, and once spares it a ban: an office behind
 * one address and a carrier in its busy hour are no flood, and datagrams with a forged sender shut nobody out for long.
 */
import type { Counters } from '../counters.ts'
import type { Hop, Transport } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { headerOf } from '../message/scan.ts'
import { BanList } from './ban-list.ts'
import { Bucket } from './bucket.ts'
import { type Allowances, allowancesOf, type GuardSettings, type Habit } from './guard-settings.ts'
import type { Ban, BanCause, Guard, GuardVerdict } from './guard.ts'
import { sourceOf } from './networks.ts'
import { isOwnPage, isScanner, sourceBehindProxy } from './peer-claims.ts'
import { Recent } from './recent.ts'

type StrictGuardOptions = {
  readonly settings: GuardSettings
  /** ms; never goes back. */
  readonly now: () => number
  /** Retry-After of those who have to wait, s. */
  readonly retryAfterSeconds: () => number
  readonly counters: Counters
  readonly log: (fields: object, message: string) => void
}

/** Sources that are watched at once, and sources whose good days are remembered. */
const [mostSources, mostProven] = [20_000, 10_000]
const provenForMs = 86_400_000
/** What a call that stands gives back, beside the one it took: its own messages, and room for two more calls. */
const earnedByCall = { messages: 20, calls: 3 }
const earnedByRegistration = { messages: 20, registers: 3, 'wrong-credentials': 1 }
/** Together: the answers to everybody's unreadable messages. */
const allFlawAnswers = { perSecond: 100, burst: 100 }
/** A 403 may be a sitting that is over, whose browser tries on by itself. */
const weightOf403 = 0.1

type Visitor = Partial<Record<Habit, Bucket>>
type Refused = 'banned' | 'messages' | 'calls' | 'registers' | 'connections' | 'origin' | 'scanner'

export class StrictGuard implements Guard {
  readonly #options: StrictGuardOptions
  readonly #allowances: Allowances
  readonly #bans: BanList
  readonly #visitors = new Recent<Visitor>(mostSources)
  /** Until when a source is spared its next ban. */
  readonly #proven = new Recent<number>(mostProven)
  readonly #connections = new Map<string, number>()
  readonly #flawAnswers: Bucket

  constructor(options: StrictGuardOptions) {
    this.#options = options
    this.#allowances = allowancesOf(options.settings)
    this.#bans = new BanList(options.settings.banMinutes * 60_000)
    this.#flawAnswers = new Bucket(allFlawAnswers, options.now())
  }

  acceptsMessage(_transport: Transport, address: string): boolean {
    if (this.#isOurs(address)) return true
    const source = sourceOf(address)
    if (this.#isSilenced(source)) return false
    return this.#take(source, 'messages') || this.#refuse('messages')
  }

  acceptsConnection(_transport: Transport, address: string): boolean {
    const source = sourceOf(address)
    const open = this.#connections.get(source) ?? 0
    if (!this.#isOurs(address)) {
      if (this.#isSilenced(source)) return false
      if (open >= this.#options.settings.connections) return this.#refuse('connections')
    }
    this.#connections.set(source, open + 1)
    return true
  }

  connectionClosed(_transport: Transport, address: string): void {
    const source = sourceOf(address)
    const left = (this.#connections.get(source) ?? 0) - 1
    if (left > 0) this.#connections.set(source, left)
    else this.#connections.delete(source)
  }

  acceptsOrigin(origin: string | undefined): boolean {
    return isOwnPage(origin, this.#options.settings.origins) || this.#refuse('origin')
  }

  judge(request: Request, hop: Hop): GuardVerdict {
    const address = this.#speakerOf(request, hop)
    if (this.#options.settings.trusted.has(address)) return { is: 'pass' }
    const source = sourceOf(address)
    // Who speaks through a proxy of ours was not known before.
    if (this.#isSilenced(source)) return { is: 'silence' }
    if (isScanner(headerOf(request, 'user-agent') ?? '')) {
      this.#refuse('scanner')
      this.#ban(source, 'scanner')
      return { is: 'silence' }
    }
    const habit = request.method === 'REGISTER' ? 'registers' : 'calls'
    if (this.#take(source, habit)) return { is: 'pass' }
    this.#refuse(habit)
    if (!this.#take(source, 'excess') && this.#ban(source, 'flood')) return { is: 'silence' }
    const retryAfterSeconds = this.#options.retryAfterSeconds()
    return { is: 'refuse', status: 503, reason: 'Service Unavailable', retryAfterSeconds }
  }

  mayAnswerFlaw(hop: Hop): boolean {
    const { address } = hop
    if (this.#isOurs(address)) return true
    const source = sourceOf(address)
    if (!this.#take(source, 'flaws') && this.#ban(source, 'garbage')) return false
    return this.#take(source, 'flaw-answers') && this.#flawAnswers.take(this.#options.now())
  }

  onFinalResponse(status: number, request: Request, hop: Hop): void {
    const address = this.#speakerOf(request, hop)
    if (request.toTag !== undefined || this.#options.settings.trusted.has(address)) return
    const source = sourceOf(address)
    const isRegister = request.method === 'REGISTER'
    if (isRegister && status < 300) this.#earn(source, earnedByRegistration)
    const wrong = weightOfWrong(status, request)
    if (wrong > 0 && !this.#take(source, 'wrong-credentials', wrong))
      this.#ban(source, 'brute-force')
    const isProbe = status === 404 || status === 604 || (status === 403 && !isRegister)
    if (isProbe && !this.#take(source, 'probes')) this.#ban(source, 'enumeration')
  }

  onCallEstablished(ack: Request, hop: Hop): void {
    const address = this.#speakerOf(ack, hop)
    if (!this.#options.settings.trusted.has(address)) this.#earn(sourceOf(address), earnedByCall)
  }

  /** Sources of which something is kept. */
  get remembered(): number {
    return this.#visitors.size + this.#proven.size + this.#bans.size
  }

  bans(): readonly Ban[] {
    return this.#bans.list(this.#options.now())
  }

  lift(source: string): boolean {
    this.#visitors.delete(source)
    return this.#bans.lift(source, this.#options.now())
  }

  /** Neighbours whose messages are not counted; who speaks through a proxy is judged later. */
  #isOurs(address: string): boolean {
    const { trusted, proxies } = this.#options.settings
    return trusted.has(address) || proxies.has(address)
  }

  #speakerOf(request: Request, { address }: Hop): string {
    return this.#options.settings.proxies.has(address)
      ? sourceBehindProxy(request, address)
      : address
  }

  #isSilenced(source: string): boolean {
    if (!this.#bans.silences(source, this.#options.now())) return false
    this.#refuse('banned')
    return true
  }

  /** Counts; false, for whoever returns it. */
  #refuse(cause: Refused): false {
    this.#options.counters.count('refusals', cause)
    return false
  }

  #take(source: string, habit: Habit, tokens = 1): boolean {
    return this.#bucketOf(source, habit).take(this.#options.now(), tokens)
  }

  #earn(source: string, earned: Partial<Record<Habit, number>>): void {
    const now = this.#options.now()
    this.#proven.set(source, now + provenForMs)
    for (const [habit, tokens] of Object.entries(earned) as [Habit, number][])
      this.#bucketOf(source, habit).give(now, tokens)
  }

  #bucketOf(source: string, habit: Habit): Bucket {
    let visitor = this.#visitors.get(source)
    if (!visitor) this.#visitors.set(source, (visitor = {}))
    return (visitor[habit] ??= new Bucket(this.#allowances[habit], this.#options.now()))
  }

  /** False when the source is spared, because it has proved itself since the last time. */
  #ban(source: string, cause: BanCause): boolean {
    const now = this.#options.now()
    const isSpared = (this.#proven.get(source) ?? 0) > now
    this.#proven.delete(source)
    this.#visitors.delete(source)
    if (isSpared) return false
    const lengthMs = this.#bans.add(source, cause, now)
    if (lengthMs === undefined) return true
    this.#options.counters.count('bans', cause)
    this.#options.log({ source, cause, seconds: lengthMs / 1000 }, 'banned')
    return true
  }
}

/** How much of a wrong credential an answer is. */
function weightOfWrong(status: number, { headers, method }: Request): number {
  const isWithCredentials = headers.some(
    ({ key }) => key === 'authorization' || key === 'proxy-authorization',
  )
  if (!isWithCredentials) return 0
  if (status === 401 || status === 407) return 1
  return status === 403 && method === 'REGISTER' ? weightOf403 : 0
}
