import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { VoiceFact } from '../../core/event.ts'
import { startEdge } from '../../edge/start-edge.ts'
import type { WebSettings } from '../../media/media.ts'
import { startMedia } from '../../media/start-media.ts'
import { issueCredential } from '../../sip/access/credential.ts'
import { startSignalling } from '../../sip/start-signalling.ts'
import { type Voice, startVoice } from '../../voice/voice.ts'

const host = '127.0.0.1'
const secret = 'exchange'

type Fact<Type extends VoiceFact['type']> = Extract<VoiceFact, { type: Type }>

/** Edge and voice in this process, with the test in the centre's place. */
export type Exchange = {
  readonly voice: Voice
  /** Where recordings are, until the end of the test. */
  readonly dataDir: string
  /** For SIP phones. */
  uriOf(number: string): string
  /** What a login gives to a page. */
  accountOf(user: string): {
    server: string
    uri: string
    authorizationUser: string
    password: string
  }
  readonly wsPort: number
  /** All that were not taken yet. */
  readonly facts: readonly VoiceFact[]
  /** Waits up to 10 s for the next fact of this type that was not taken yet. */
  take<Type extends VoiceFact['type']>(type: Type): Promise<Fact<Type>>
  stop(): Promise<void>
}

type ExchangeOptions = {
  readonly wsPort?: number
  readonly rtpPortMin?: number
  readonly web?: WebSettings
}

export async function openExchange(
  t: Test,
  { wsPort = 0, rtpPortMin = 44_000, web }: ExchangeOptions = {},
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-exchange-'))
  const facts: VoiceFact[] = []
  const edge = await startEdge({ host, sipPort: 0, wsPort, appPort: 0, secret })
  const voice = await startVoice({
    openMedia: (onFact) =>
      startMedia({
        host,
        rtpPortMin,
        rtpPortMax: rtpPortMin + 999,
        promptsDir: dataDir,
        dataDir,
        ...(web && { web }),
        onFact,
      }),
    openSignalling: (handlers) =>
      startSignalling({
        ...handlers,
        drachtio: { host, port: edge.appPort, secret },
        host,
        secret,
        voice: 'v',
      }),
    tell: (fact) => facts.push(fact),
    isCentreGone: () => false,
    log: () => undefined,
  })
  let isOpen = true
  const stop = async () => {
    if (!isOpen) return
    isOpen = false
    await voice.stop()
    await edge.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  t.teardown(stop)

  const exchange: Exchange = {
    voice,
    dataDir,
    wsPort: edge.wsPort,
    uriOf: (number) => `sip:${number}@${host}:${edge.sipPort}`,
    accountOf(user) {
      const sitting = issueCredential(secret, user, Date.now() + 3_600_000, 'n')
      return {
        server: `ws://${host}:${edge.wsPort}`,
        uri: `sip:${user}@${host}`,
        authorizationUser: sitting.user,
        password: sitting.password,
      }
    },
    facts,
    async take<Type extends VoiceFact['type']>(type: Type) {
      const isOf = (fact: VoiceFact): fact is Fact<Type> => fact.type === type
      for (let n = 0; n < 500; n++) {
        const fact = facts.find(isOf)
        if (fact) {
          facts.splice(facts.indexOf(fact), 1)
          return fact
        }
        await sleep(20)
      }
      throw new Error(`no ${type} in 10 s; there was ${facts.map(({ type }) => type).join(', ')}`)
    },
    stop,
  }
  return exchange
}
