import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import { type AgentId, type LegId, named, type VoiceId } from '../../core/names.ts'
import { type Edge, startEdge } from '../../edge/start-edge.ts'
import { type CentreEnd, startCentreEnd } from '../../server/link/centre-end.ts'
import type { NumberedEffect } from '../../server/link/frames.ts'
import { secret } from '../../testkit/edge/sip-stage.ts'
import type { Call } from '../../testkit/phone/phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { type RunningVoice, runVoice } from '../../voice/run.ts'

const host = '127.0.0.1'

type Type = VoiceFact['type']
/** Edge and voice as they run, and a centre that the test plays itself. */
export type VoiceStage = {
  readonly edge: Edge
  readonly voice: RunningVoice
  readonly dataDir: string
  readonly uri: (user: string) => string
  readonly order: (effect: VoiceEffect) => void
  readonly facts: VoiceFact[]
  /** The first fact of this type not yet taken, waited for up to 5 s. */
  readonly next: <T extends Type>(type: T) => Promise<Extract<VoiceFact, { type: T }>>
  /** The centre is killed, and is back when `restore` is called. */
  readonly kill: () => void
  readonly restore: () => void
  readonly stop: () => Promise<void>
}

export async function createVoiceStage(): Promise<VoiceStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'callwright-voice-'))
  const voiceSocket = join(dataDir, 'voice.sock')
  const edge = await startEdge({ host, sipPort: 0, wsPort: 0, appPort: 0, secret: 'drachtio' })
  const log = (): void => undefined
  const voice = await runVoice(
    {
      host,
      rtpPortMin: 21_000,
      rtpPortMax: 21_999,
      dataDir,
      drachtio: {
        host,
        port: edge.appPort,
        secret: 'drachtio',
        embedded: true,
        requestHandlers: [],
      },
      voiceSocket,
      secret,
      promptsDir: fileURLToPath(new URL('../../prompts', import.meta.url)),
    },
    { info: log, debug: log },
  )
  const { isJoined, ...centre } = createCentre(voiceSocket)
  while (!isJoined()) await sleep(5)
  return {
    edge,
    voice,
    dataDir,
    uri: (user) => `sip:${user}@${host}:${edge.sipPort}`,
    ...centre,
    async stop() {
      await voice.end()
      centre.kill()
      await edge.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Journals what it hears at once, and forgets nothing when killed. */
function createCentre(socketPath: string) {
  const facts: VoiceFact[] = []
  const taken = new Set<VoiceFact>()
  const effects: NumberedEffect[] = []
  let joined: { id: VoiceId; n: number } | undefined
  let end: CentreEnd
  const restore = (): void => {
    end = startCentreEnd({
      socketPath,
      journal: 'test',
      ...(joined && { voice: joined.id }),
      lastFact: joined?.n ?? 0,
      unacked: effects,
      onJoin: (id) => {
        joined = { id, n: 0 }
        return effects.length
      },
      onFact: ({ id, n, fact }) => {
        joined = { id, n }
        facts.push(fact)
        end.ackFacts({ id, n })
      },
      log: () => undefined,
    })
  }
  restore()
  return {
    facts,
    restore,
    isJoined: () => end.isJoined(),
    kill: () => end.stop(),
    order(effect: VoiceEffect) {
      const numbered = { n: effects.length + 1, effect }
      effects.push(numbered)
      end.send(numbered)
    },
    async next<T extends Type>(type: T) {
      for (let waited = 0; waited < 5000; waited += 5) {
        const fact = facts.find((fact) => fact.type === type && !taken.has(fact))
        if (fact) {
          taken.add(fact)
          return fact as Extract<VoiceFact, { type: T }>
        }
        await sleep(5)
      }
      throw new Error(`no ${type} in 5 s; there were ${JSON.stringify(facts)}`)
    },
  }
}

export const agentLeg = named<LegId>('c1.1')
/** The order to ring a phone on that leg. */
export const ringing = (uri: string, caller = { number: '138', name: 'Li Na' }) =>
  ({
    do: 'ring',
    leg: agentLeg,
    agent: named<AgentId>('1001'),
    to: { uri },
    caller,
    autoAnswer: false,
  }) as const
/** Whether this tone is heard for a second, within 6 s: a busy machine may tear the sound at first. */
export async function isHeard(call: Call, hz: number): Promise<boolean> {
  for (let waited = 0; waited < 6000; waited += 200) {
    if (Math.abs((dominantHz(call.heard()) ?? 0) - hz) <= 5) return true
    await sleep(200)
  }
  return false
}

export const endingsOf = ({ facts }: VoiceStage) => facts.filter(({ type }) => type === 'leg.ended')
