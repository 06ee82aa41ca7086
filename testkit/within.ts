/** What `work` comes to; or, when the time is over, an error that says what was waited for. */
export function within<Result>(what: string, work: Promise<Result>, ms = 10_000): Promise<Result> {
  let late: NodeJS.Timeout | undefined
  const waiting = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new Error(`no ${what} within ${ms / 1000} s`)), ms)
  })
  return Promise.race([work, waiting]).finally(() => clearTimeout(late))
}
