import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask } from '../core/event.ts'
import { type AgentId, type ContactId, named } from '../core/names.ts'
import type { CtiClient } from '../cti/client.ts'
import type { AgentView } from '../cti/protocol.ts'
import { between, happens, oneOf } from './chance.ts'
import type { RingingPhone } from './phones.ts'

/** An agent makes up his mind so often, ms; the chances below are per look. */
const lookMs = 300
const notes = [
  '',
  '',
  'demo',
  '客户满意',
  '已发邮件',
  'sent the form',
  'calls again on Friday',
] as const

/** One simulated agent: at a desk of his own, with a phone of the demo. */
export class DemoAgent {
  readonly id: AgentId
  readonly #desk: CtiClient
  #isWorking = true

  constructor(id: string, desk: CtiClient) {
    this.id = named<AgentId>(id)
    this.#desk = desk
  }

  /** Picks up after some seconds, or lets it ring. */
  ring({ call, pickUp }: RingingPhone): void {
    if (!this.#isWorking || happens(0.06)) return
    const timer = setTimeout(pickUp, between(1_500, 6_000))
    void call.ended.then(() => clearTimeout(timer))
    void call.answered.then((isAnswered) => {
      const contact = this.#me()?.contact
      const view = contact && this.#desk.getState().contacts.get(contact)
      if (isAnswered) call.talk(view?.language ?? 'zh')
    })
  }

  /** Does what an agent does, until he leaves. */
  async work(): Promise<void> {
    while (this.#isWorking) {
      await sleep(lookMs)
      const me = this.#me()
      if (me) await this.#act(me)
    }
  }

  leave(): void {
    this.#isWorking = false
    this.#desk.close()
  }

  async #act({ state, contact }: AgentView): Promise<void> {
    if (state === 'notReady') await this.#later(between(2_000, 8_000), state, { ask: 'ready' })
    if (state === 'ready' && happens(0.003))
      await this.#desk.ask({ ask: 'notReady', reason: oneOf(['break', 'paperwork']) })
    if (state === 'talking' && contact) await this.#talk(contact)
    if (state === 'wrapUp' && contact)
      await this.#later(between(3_000, 9_000), state, this.#wrapUp(contact))
  }

  async #talk(contact: ContactId): Promise<void> {
    if (happens(0.01)) {
      await this.#desk.ask({ ask: 'hold', contact })
      await sleep(between(3_000, 7_000))
      await this.#desk.ask({ ask: 'resume', contact })
    } else if (happens(0.002)) {
      const queue = oneOf([...this.#desk.getState().queues.keys()])
      if (queue) await this.#desk.ask({ ask: 'transfer', contact, to: { queue } })
    } else if (happens(0.004)) await this.#desk.ask({ ask: 'hangUp', contact })
  }

  #wrapUp(contact: ContactId): Ask {
    const { tenant, contacts } = this.#desk.getState()
    const queue = tenant?.queues.find(({ id }) => id === contacts.get(contact)?.queue)
    const disposition = oneOf(queue?.dispositions ?? [])?.id ?? ''
    return { ask: 'wrapUp', contact, disposition, note: oneOf(notes) }
  }

  /** Asks after a while, if he is then still in that state. */
  async #later(ms: number, state: AgentView['state'], ask: Ask): Promise<void> {
    await sleep(ms)
    if (this.#isWorking && this.#me()?.state === state) await this.#desk.ask(ask)
  }

  #me(): AgentView | undefined {
    return this.#desk.getState().agents.get(this.id)
  }
}
