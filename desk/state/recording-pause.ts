/** Telling a card number takes less; whoever pauses longer has forgotten it, ms. */
const longPauseMs = 60_000

export const isPauseLong = (pausedAt: number, now: number): boolean => now - pausedAt >= longPauseMs
