const bytesPerMs = 8
/** RFC 3551 section 4.2: a packet holds 200 ms at most. */
const mostMs = 200

/** Whether a payload at 64 kbit/s holds a whole number of ms, as all senders make them; anything else is another codec's. */
export const isWholePacket = (bytes: number): boolean =>
  bytes > 0 && bytes <= mostMs * bytesPerMs && bytes % bytesPerMs === 0
