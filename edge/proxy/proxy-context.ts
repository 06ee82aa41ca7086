import type { DialogContext } from '../dialog/dialog-context.ts'

/** What proxying needs of the edge. */
export type ProxyContext = DialogContext & {
  /** Requests from the network that we send on, or whose application we look for, by transaction id. */
  readonly proxied: Map<string, { cancel(): void }>
}
