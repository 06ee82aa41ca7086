import { ftruncateSync, writeSync } from 'node:fs'

/** A file that grows at its end. What the disk did not take is kept, and goes first when it takes again. */
export class AppendFile {
  readonly fd: number
  #end: number
  #kept: Uint8Array[] = []

  /** What lies behind `end` is written over. */
  constructor(fd: number, end = 0) {
    this.fd = fd
    this.#end = end
  }

  /** To be written by the next `settle`. */
  take(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#kept.push(bytes)
  }

  /** Throws where the disk refuses; nothing is lost by that, and the next one tries again. */
  settle(): void {
    for (let first = this.#kept[0]; first !== undefined; first = this.#kept[0]) {
      let written = 0
      while (written < first.length)
        written += writeSync(this.fd, first, written, first.length - written, this.#end + written)
      this.#end += first.length
      this.#kept.shift()
    }
  }

  /** Puts the beginning right, and lets nothing stand behind the end. */
  finish(beginning: Uint8Array): void {
    writeSync(this.fd, beginning, 0, beginning.length, 0)
    ftruncateSync(this.fd, this.#end)
  }
}
