const key = (name: string) => `callwright.${name}`

/** What this browser remembers; a browser that forbids storage remembers nothing. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(key(name))
  } catch {
    return null
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key(name))
    else localStorage.setItem(key(name), value)
  } catch {
    // Storage is forbidden or full: the page works on without memory.
  }
}
