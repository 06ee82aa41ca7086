/**
 * Whether a page of that origin may open a WebSocket. Browsers always tell it; whoever tells none is no browser, and the
 * check would not stop him. `allowed` holds origins, host names (any scheme and port) and `*`.
 */
export function isOwnPage(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes('*')) return true
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return allowed.some((each) =>
    each.includes('://') ? each.toLowerCase() === url.origin : isWeb && each === url.hostname,
  )
}
