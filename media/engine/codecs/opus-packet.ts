/*
 * The first byte of an Opus packet, RFC 6716 section 3.1.
 *
 *   0 1 2 3 4 5 6 7
 *  +-+-+-+-+-+-+-+-+
 *  | config  |s| c |   config: mode, bandwidth and frame length; s: stereo; c: how many frames
 *  +-+-+-+-+-+-+-+-+
 */

const msOf = (config: number): number => {
  if (config >= 16) return 2.5 * 2 ** (config & 3)
  if (config >= 12) return (config & 1) === 0 ? 10 : 20
  return [10, 20, 40, 60][config & 3] ?? 0
}

/** RFC 6716 section 3.4, R5. */
const mostMs = 120

/** How long the packet `bytes[start, end)` sounds, ms; 0 for one that is none. */
export function opusMs(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0
  const first = bytes[start] ?? 0
  const code = first & 3
  if (code === 3 && end - start < 2) return 0
  const frames = code === 0 ? 1 : code === 3 ? (bytes[start + 1] ?? 0) & 0x3f : 2
  const ms = frames * msOf(first >> 3)
  return ms <= mostMs ? ms : 0
}

/** SILK, narrow band, 20 ms, one empty frame: nothing was said (DTX). */
export const opusNothing = 0x08
