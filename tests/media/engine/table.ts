import { packets } from 'rtp.js'
import type { LegId, PromptId, RecordingId } from '../../../core/names.ts'
import type { SpeechShare } from '../../../core/sound.ts'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import type { EngineFact, EngineOutput } from '../../../media/engine/engine-output.ts'
import { Engine, slots } from '../../../media/engine/engine.ts'
import type { NegotiatedMedia } from '../../../media/engine/negotiated-media.ts'
import type { EngineEffect } from '../../../media/facts.ts'
import { levelAt, tone } from '../../../testkit/sound/tone.ts'

/** Packets that reached one party, read by rtp.js as an independent peer. */
export class Party {
  readonly id: LegId
  readonly packets: packets.RtpPacket[] = []
  /** When in the 20 ms it speaks. */
  readonly slot: number
  readonly #engine: Engine
  readonly #ssrc: number
  readonly #now: () => number
  #sequence = 65_500
  #timestamp = 0

  constructor(engine: Engine, name: string, ssrc: number, now: () => number) {
    this.#engine = engine
    this.#now = now
    this.#ssrc = ssrc
    this.slot = ((ssrc - 1) * 3) % slots
    this.id = name as LegId
  }

  /** What was heard since the last `forget`, decoded. */
  get sound(): Int16Array {
    const heard = this.packets.filter((packet) => packet.getPayloadType() === 0)
    const sounds = heard.map((packet) => {
      const codes = new Uint8Array(viewOf(packet))
      const sound = new Int16Array(codes.length)
      pcmu.createDecoder().decode(codes, 0, codes.length, sound, 0)
      return [...sound]
    })
    return Int16Array.from(sounds.flat())
  }

  forget(): void {
    this.packets.length = 0
  }

  hears(packet: Uint8Array): void {
    const copy = packet.slice()
    this.packets.push(new packets.RtpPacket(new DataView(copy.buffer)))
  }

  /** 20 ms; multiples of 50 Hz join without a click. */
  says(hertz: number, level = 0.3): void {
    this.speaks(tone(hertz, 20, level))
  }

  /** In packets of `ms`, as many as are due `passed` ms after the first. Multiples of 100 Hz join without a click. */
  saysFor(hertz: number, ms: number, passed: number): void {
    while (this.#timestamp < (passed + 20) * 8) this.speaks(tone(hertz, ms, 0.3))
  }

  /** As one packet. */
  speaks(sound: Int16Array): void {
    const payload = new Uint8Array(sound.length)
    pcmu.createEncoder().encode(sound, payload, 0)
    this.sends(0, payload, this.#timestamp)
    this.#timestamp += payload.length
  }

  /** The same, lost on its way. */
  loses(sound: Int16Array): void {
    this.skips(1)
    this.#timestamp += sound.length
  }

  /** Packets that are lost on their way. */
  skips(count: number): void {
    this.#sequence = (this.#sequence + count) & 0xffff
  }

  sends(payloadType: number, payload: Uint8Array, timestamp: number, marker = false): void {
    const packet = new packets.RtpPacket()
    packet.setPayloadType(payloadType)
    packet.setSsrc(this.#ssrc)
    packet.setSequenceNumber(this.#sequence)
    packet.setTimestamp(timestamp)
    packet.setMarker(marker)
    packet.setPayload(new DataView(payload.buffer, payload.byteOffset, payload.byteLength))
    this.#sequence = (this.#sequence + 1) & 0xffff
    const bytes = new Uint8Array(packet.getByteLength())
    packet.serialize(bytes.buffer)
    this.#engine.receive(this.id, bytes, { address: '127.0.0.1', port: 4000 }, this.#now())
  }
}

/** The terms of a party that takes no telephone-events. */
export const withoutEvents: NegotiatedMedia = {
  remote: { address: '127.0.0.1', port: 4000 },
  codec: 'pcmu',
  payloadType: 0,
  ptimeMs: 20,
  receives: new Map([
    [0, 'pcmu'],
    [8, 'pcma'],
    [101, 'event'],
  ]),
  sending: true,
  receiving: true,
  neverSilent: true,
  keysInBand: false,
}

export const terms: NegotiatedMedia = { ...withoutEvents, eventPayloadType: 101 }

type Recorded = { samples: number[]; ended: boolean; speech?: SpeechShare }

/** An engine on virtual ticks, its parties and all that it says. */
export class Table {
  readonly facts: EngineFact[] = []
  readonly recordings = new Map<RecordingId, Recorded>()
  readonly prompts = new Map<PromptId, Int16Array>()
  readonly engine: Engine
  readonly #speaking = new Map<Party, { hertz: number; level: number }>()
  /** ms since the table was laid. */
  now = 0
  #seats = 0

  constructor(silenceSeconds = 60) {
    const findPrompt = (id: PromptId) => this.prompts.get(id)
    this.engine = new Engine((output) => this.#take(output), { findPrompt, silenceSeconds })
  }

  #take(output: EngineOutput): void {
    if (output.type !== 'recording.piece') {
      this.facts.push(output)
      return
    }
    const { recording, samples, ended, speech } = output
    const { samples: before } = this.recordings.get(recording) ?? { samples: [] }
    const more = speech === undefined ? {} : { speech }
    this.recordings.set(recording, { samples: [...before, ...samples], ended, ...more })
  }

  seat(name: string, agreed: NegotiatedMedia = terms): Party {
    const party = new Party(this.engine, name, ++this.#seats, () => this.now)
    const start = { ssrc: 0xfeed0000 + this.#seats, sequence: 65_530, timestamp: 2 ** 32 - 800 }
    this.engine.open(party.id, start, (packet) => party.hears(packet))
    this.engine.apply(party.id, agreed)
    return party
  }

  prompt(name: string, samples: Int16Array): PromptId {
    this.prompts.set(name as PromptId, samples)
    return name as PromptId
  }

  /** From now on the party says a tone in each 20 ms; 0 is nothing. */
  says(party: Party, hertz: number, level = 0.3): void {
    this.#speaking.set(party, { hertz, level })
  }

  perform(effect: EngineEffect): void {
    this.engine.perform(effect)
  }

  /** Lets time pass, in ms: everybody speaks once in 20 ms, and the engine ticks. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 20) {
      for (let slot = 0; slot < slots; slot++) {
        this.#speak(slot)
        this.engine.tick(this.now)
        this.now += 20 / slots
      }
    }
  }

  /** Each party at another moment of the 20 ms. */
  #speak(slot: number): void {
    for (const [party, { hertz, level }] of this.#speaking)
      if (hertz > 0 && party.slot === slot) party.says(hertz, level)
  }
}

export const viewOf = (packet: packets.RtpPacket): Uint8Array => {
  const { buffer, byteOffset, byteLength } = packet.getPayload()
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Those of the asked frequencies that sound in any 200 ms. */
export function heard(samples: Int16Array, asked: readonly number[]): readonly number[] {
  const pieces = Array.from({ length: Math.floor(samples.length / 1600) }, (_, n) =>
    samples.subarray(n * 1600, n * 1600 + 1600),
  )
  return asked.filter((hertz) => pieces.some((piece) => levelAt(hertz, piece) > 0.05))
}
