import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import { type LegId, named, type VoiceId } from '../../core/names.ts'
import { contactRecord, type ContactRecord, session } from '../../cti/api.ts'
import { startVoiceEnd, type VoiceEnd } from '../../server/link/voice-end.ts'
import { freePort } from '../../testkit/free-port.ts'

const entry = fileURLToPath(new URL('../../server/processes/centre.ts', import.meta.url))

/** A real centre process with its database, and a voice end that the test speaks for. */
export class CentreStage {
  readonly dir = mkdtempSync(join(tmpdir(), 'centre-process-'))
  readonly effects: VoiceEffect[] = []
  readonly #port: number
  #voice: VoiceEnd | undefined
  centre!: ChildProcess

  constructor(port: number) {
    this.#port = port
  }

  static async open(t: Test): Promise<CentreStage> {
    const stage = new CentreStage(await freePort())
    t.teardown(() => stage.close())
    await stage.startVoice()
    stage.startCentre()
    await until(() => stage.isHealthy())
    return stage
  }

  get web(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  startCentre(): void {
    const env = {
      ...process.env,
      DATA_DIR: this.dir,
      HTTP_PORT: String(this.#port),
      VOICE_SOCKET: this.#socketPath,
      LOG_LEVEL: 'error',
    }
    this.centre = spawn(process.execPath, ['--import', 'tsx', entry], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }

  async startVoice(): Promise<void> {
    this.#voice = await startVoiceEnd({
      socketPath: this.#socketPath,
      newVoiceId: () => named<VoiceId>('v1'),
      onEffect: (effect) => this.effects.push(effect),
      onNewSession: () => [],
      legCount: () => 0,
      now: Date.now,
      log: () => undefined,
    })
  }

  get #socketPath(): string {
    return join(this.dir, 'voice.sock')
  }

  async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.web}/healthz`)).ok
    } catch {
      // Nobody listens yet.
      return false
    }
  }

  async logIn(user: string) {
    const response = await fetch(`${this.web}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password: `demo-${user}` }),
    })
    return session.parse(await response.json())
  }

  /** The record, once it is written. */
  async recordOf(contact: string, token: string): Promise<ContactRecord | undefined> {
    let record: ContactRecord | undefined
    await until(async () => {
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`${this.web}/api/v1/contacts/${contact}`, { headers })
      record = contactRecord.safeParse(await response.json()).data
      return record?.disposition !== undefined
    })
    return record
  }

  say(fact: VoiceFact): void {
    this.#voice?.send(fact, Date.now())
  }

  arrives(leg: string): LegId {
    const id = named<LegId>(leg)
    this.say({ type: 'leg.arrived', leg: id, number: '95000', from: '555', via: 'sip' })
    return id
  }

  async callsSales(leg: string): Promise<LegId> {
    const id = this.arrives(leg)
    await until(() => this.orders('answer').some((order) => order.leg === id))
    this.say({ type: 'leg.answered', leg: id })
    for (const digit of ['1', '1']) this.say({ type: 'leg.digit', leg: id, digit })
    return id
  }

  orders<Do extends VoiceEffect['do']>(kind: Do): Extract<VoiceEffect, { do: Do }>[] {
    return this.effects.filter(
      (effect): effect is Extract<VoiceEffect, { do: Do }> => effect.do === kind,
    )
  }

  async order<Do extends VoiceEffect['do']>(kind: Do): Promise<Extract<VoiceEffect, { do: Do }>> {
    await until(() => this.orders(kind).length > 0)
    const [order] = this.orders(kind)
    if (!order) throw new Error('unreachable')
    return order
  }

  async close(): Promise<void> {
    if (this.centre.exitCode === null) {
      this.centre.kill('SIGKILL')
      await once(this.centre, 'exit')
    }
    await this.#voice?.stop()
    rmSync(this.dir, { recursive: true })
  }
}

/** At most 60 s: a first start makes a database. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it never came to that')
    await sleep(5)
  }
}
