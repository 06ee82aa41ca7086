import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Test } from 'tap'
import type { VoiceEffect } from '../../../core/effect.ts'
import type { VoiceFact } from '../../../core/event.ts'
import { type AgentId, type LegId, named, type VoiceId } from '../../../core/names.ts'
import type { Centre } from '../../../server/centre/centre.ts'
import { startCentre } from '../../../server/centre/start-centre.ts'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import type { Journal } from '../../../server/journal/journal.ts'
import { startCentreEnd } from '../../../server/link/centre-end.ts'
import { startVoiceEnd, type VoiceEnd } from '../../../server/link/voice-end.ts'
import { tenant } from '../../../testkit/calls/tenant.ts'

const log = pino({ level: 'silent' })

export const anna = named<AgentId>('1001')

/** A centre on real files, linked by a real socket to a voice end that the test speaks for. */
export class Running {
  readonly dir = mkdtempSync(join(tmpdir(), 'centre-'))
  readonly effects: VoiceEffect[] = []
  readonly fatal: unknown[] = []
  readonly #openJournal: () => Promise<Journal>
  centre!: Centre
  #voice: VoiceEnd | undefined
  #lives = 0

  constructor(openJournal?: () => Promise<Journal>) {
    const open = () => Promise.resolve(openFileJournal({ dir: this.journalDir, log }))
    this.#openJournal = openJournal ?? open
  }

  async start(): Promise<this> {
    this.centre = await startCentre({
      journal: await this.#openJournal(),
      link: (start) =>
        startCentreEnd({ ...start, socketPath: this.#socketPath, log: () => undefined }),
      log,
      onFatal: (error) => this.fatal.push(error),
    })
    await this.centre.put({ type: 'tenant.configured', tenant })
    return this
  }

  async startVoice(): Promise<this> {
    this.#voice = await startVoiceEnd({
      socketPath: this.#socketPath,
      newVoiceId: () => named<VoiceId>(`v${process.pid}-${++this.#lives}`),
      onEffect: (effect) => this.effects.push(effect),
      onNewSession: () => [],
      legCount: () => 0,
      now: Date.now,
      log: () => undefined,
    })
    return this
  }

  async stopVoice(): Promise<void> {
    await this.#voice?.stop()
  }

  get journalDir(): string {
    return join(this.dir, 'journal')
  }

  get #socketPath(): string {
    return join(this.dir, 'voice.sock')
  }

  /** A fact of voice, now. */
  say(fact: VoiceFact): void {
    this.#voice?.send(fact, Date.now())
  }

  dials(leg: string): LegId {
    const id = named<LegId>(leg)
    this.say({ type: 'leg.arrived', leg: id, number: '95000', from: '555', via: 'sip' })
    return id
  }

  /** The caller walks the flow into the queue for sales. */
  async queues(leg: string): Promise<LegId> {
    const id = this.dials(leg)
    await this.until(() => this.orders('answer').some((effect) => effect.leg === id))
    this.say({ type: 'leg.answered', leg: id })
    for (const digit of ['1', '1']) this.say({ type: 'leg.digit', leg: id, digit })
    await this.until(() => this.contacts().some(({ queuedAt }) => queuedAt !== undefined))
    return id
  }

  async isReady(agent: AgentId): Promise<void> {
    await this.centre.put({ type: 'agent.loggedOn', agent })
    await this.centre.put({ type: 'agent.appeared', agent })
    this.say({ type: 'device.registered', agent })
    await this.centre.put({ type: 'agent.asked', agent, ask: { ask: 'ready' } })
    await this.until(() => this.centre.board().agents.get(agent)?.registered === true)
  }

  orders<Do extends VoiceEffect['do']>(kind: Do): Extract<VoiceEffect, { do: Do }>[] {
    return this.effects.filter(
      (effect): effect is Extract<VoiceEffect, { do: Do }> => effect.do === kind,
    )
  }

  contacts() {
    return [...this.centre.board().contacts.values()]
  }

  /** Waits for what an edge brings about; at most 5 s. */
  async until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + 5000
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error('it never came to that')
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  /** Ends everything that the test did not end itself. */
  async end(): Promise<void> {
    await this.centre.stop().catch(() => undefined)
    await this.stopVoice()
    rmSync(this.dir, { recursive: true })
  }
}

export async function running(t: Test, openJournal?: () => Promise<Journal>): Promise<Running> {
  const stage = new Running(openJournal)
  t.teardown(() => stage.end())
  await stage.startVoice()
  await stage.start()
  await stage.until(() => stage.centre.isReady().ok)
  return stage
}
