import { closeSync, openSync, writeSync } from 'node:fs'
import type { Turn } from '../../server/centre/world/world.ts'

const chunkLength = 1 << 20

/** Numbered effects as JSON lines, each with the `seq` of the input that it follows from. An old file is replaced. */
export class EffectsFile {
  readonly #fd: number
  #lines = ''

  constructor(file: string) {
    this.#fd = openSync(file, 'w')
  }

  write({ events, voice }: Turn): void {
    const seq = events[0]?.seq
    for (const { n, effect } of voice) this.#lines += `${JSON.stringify({ seq, n, effect })}\n`
    if (this.#lines.length >= chunkLength) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#fd)
  }

  #flush(): void {
    const data = Buffer.from(this.#lines)
    this.#lines = ''
    for (let written = 0; written < data.length;) written += writeSync(this.#fd, data, written)
  }
}
