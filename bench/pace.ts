/** RTP packets are 20 ms apart; sockets take turns in slots of 5 ms, as real phones do not send in one instant. */
const slotMs = 5
const slots = 4

/**
 * Calls `send(n, tick)` for each socket `n` once every 20 ms, and `done` after so many seconds. A late slot is made up
 * for, so the number of packets does not depend on the load.
 */
export function keepPace(
  sockets: number,
  seconds: number,
  send: (n: number, tick: number) => void,
  done: () => void = () => undefined,
): { stop(): void } {
  const begun = performance.now()
  const last = (seconds * 1000) / slotMs
  let slot = 0
  let timer = setTimeout(run, slotMs)
  return { stop: () => clearTimeout(timer) }
  function run() {
    for (; slot < last && performance.now() >= begun + slot * slotMs; slot++)
      for (let n = slot % slots; n < sockets; n += slots) send(n, Math.floor(slot / slots))
    if (slot >= last) done()
    else timer = setTimeout(run, Math.max(0, begun + slot * slotMs - performance.now()))
  }
}
