/** A SIP request or response as drachtio-srf shows it; header names in any case. */
type SipMessage = {
  readonly body: string
  /** Parts of the body: one, or several of a multipart. */
  readonly payload: readonly { readonly type?: string | null; readonly content?: string }[]
  /** `application`: the edge made this message itself. */
  readonly source: 'network' | 'application'
  /** Empty in responses that the edge made for a peer it could not reach. */
  readonly source_address: string
  readonly source_port: number
  /** `udp`, `tcp` or `tls`; WebSockets may be told as `tcp`. */
  readonly protocol: string
  /** Empty outside of dialogs. */
  readonly stackDialogId: string
  get(header: string): string | undefined
  /** Throws when the header is missing or cannot be read. */
  getParsedHeader(header: 'from' | 'to'): { uri: string; params: Record<string, string> }
  getParsedHeader(header: 'contact'): { uri: string; params: Record<string, string> }[]
}

export type SipRequest = SipMessage & {
  readonly method: string
  readonly uri: string
  on(event: 'cancel', listener: () => void): void
  /** Of an INVITE that we have not answered yet. */
  on(event: 'update', listener: (request: SipRequest, response: SipResponse) => void): void
  /** Of a request that we sent; `ack` of a final response to an INVITE. */
  on(event: 'response', listener: (response: SipResponse, ack: () => void) => void): void
  /** Only for an INVITE that we sent. */
  cancel(options: { headers: Headers }, callback: (error: unknown) => void): void
}

export type SipResponse = SipMessage & {
  readonly status: number
  readonly reason: string
  send(status: number, content?: { headers?: Headers; body?: string }): void
}

export type SipHandler = (request: SipRequest, response: SipResponse) => void

/** Why an INVITE of ours failed; without `status` it never left the edge. */
export type SipError = Error & {
  readonly status?: number
  readonly res?: SipResponse
}

export type SipRequestPlan = {
  readonly method: string
  /** Not needed inside a dialog. */
  readonly uri?: string
  readonly headers: Headers
  readonly body?: string
  /** Next hop, when it is not the URI's. */
  readonly proxy?: string
  readonly stackDialogId?: string
}

/** The connection to the edge, as srf has it. */
export type SrfAgent = {
  request(options: object, callback: (error: unknown, request?: SipRequest) => void): void
}

/** Sends a request; resolves with its final response, an INVITE's acknowledged. */
export function sendRequest(agent: SrfAgent, plan: SipRequestPlan): Promise<SipResponse> {
  return new Promise((resolve, reject) => {
    const { headers, ...rest } = plan
    // srf writes into what it is given.
    agent.request({ ...rest, headers: { ...headers } }, (error, request) => {
      if (error || !request) {
        reject(error instanceof Error ? error : new Error('not sent'))
        return
      }
      request.on('response', (response, ack) => {
        if (response.status < 200) return
        if (plan.method === 'INVITE') ack()
        resolve(response)
      })
    })
  })
}

/** Of the final response in a SipError. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined

export type Headers = Record<string, string>

/** Rows of a header that RFC 3261 section 7.3.1 forbids to join with commas, as srf would: the break makes a row of each. */
export const inRows = (name: string, values: readonly string[]): string =>
  values.join(`\r\n${name}: `)
