import type { DialogServices } from '../dialog/dialog-services.ts'

/** What proxying needs of the edge. */
export type ProxyServices = DialogServices & {
  /** Requests from the network that we send on, or whose application we look for, by transaction id. */
  readonly proxied: Map<string, { cancel(): void }>
}
