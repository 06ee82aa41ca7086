/** Holds what arrives before its listener is there, in order. */
type StartupBuffer<Item> = {
  readonly put: (item: Item) => void
  readonly open: (listener: (item: Item) => void) => void
}

export function createStartupBuffer<Item>(): StartupBuffer<Item> {
  const early: Item[] = []
  let listener = (item: Item): void => void early.push(item)
  return {
    put: (item) => listener(item),
    open(next) {
      listener = next
      for (const item of early.splice(0)) next(item)
    },
  }
}
