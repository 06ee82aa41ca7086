/** Holds what arrives before its listener is there, in order. */
export type Inlet<Item> = {
  readonly put: (item: Item) => void
  readonly open: (listener: (item: Item) => void) => void
}

export function createInlet<Item>(): Inlet<Item> {
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
