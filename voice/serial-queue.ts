/** Keeps the order of asynchronous work on each key, such as a leg. */
export type SerialQueue = {
  /** Runs the task when all earlier work on any of these keys is done; its failure does not stop what follows. */
  readonly run: <Result>(
    keys: readonly string[],
    task: () => Result | Promise<Result>,
  ) => Promise<Result>
}

export function createSerialQueue(): SerialQueue {
  /** The end of each key's queue; a key without work has none. */
  const ends = new Map<string, Promise<unknown>>()
  return {
    run(keys, task) {
      const before = keys.flatMap((key) => ends.get(key) ?? [])
      const result = Promise.all(before).then(task)
      const end = result.then(
        () => release(),
        () => release(),
      )
      const release = (): void => {
        for (const key of keys) if (ends.get(key) === end) ends.delete(key)
      }
      for (const key of keys) ends.set(key, end)
      return result
    },
  }
}
