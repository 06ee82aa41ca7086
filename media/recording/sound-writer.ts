/** Makes the bytes of a sound file, from its beginning to its end, of interleaved samples: left, right. */
export type SoundWriter = {
  begin(): Uint8Array
  /** Whole frames of 20 ms. */
  take(samples: Int16Array): Uint8Array
  end(): Uint8Array
}

/** The samples as they are; every processor that Node runs on keeps numbers in the file's byte order. */
export function createSampleWriter(header: Uint8Array): SoundWriter {
  return {
    begin: () => header,
    take: ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    end: () => new Uint8Array(),
  }
}
