/** Ctrl-C under npm arrives twice: from the terminal and from npm. */
const oneKeyMs = 300

/** The first SIGINT, SIGTERM or SIGHUP drains, a later one stops at once. */
export function onEndSignals(drain: () => Promise<void>, stop: () => Promise<void>): void {
  let firstAt: number | undefined
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      void drain()
    } else if (performance.now() - firstAt > oneKeyMs) void stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
