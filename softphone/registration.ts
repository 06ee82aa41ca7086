import type { Core, UserAgent } from 'sip.js'

const register = 'REGISTER'

/**
 * Sends REGISTER requests, RFC 3261 section 10.2. In place of sip.js's Registerer, which gives up for ever after one
 * failed refresh and blocks while a request that will never be answered waits.
 */
export class SoftphoneRegistration {
  readonly #agent: UserAgent
  #last: Core.OutgoingRequestMessage | undefined

  constructor(agent: UserAgent) {
    this.#agent = agent
  }

  /** Binds our contact for so long; 0 gives it back. Gives the final status, or 408 when none came within `limitMs`. */
  send(expirySeconds: number, limitMs: number): Promise<number> {
    const core = this.#agent.userAgentCore
    const message = this.#message(core, expirySeconds)
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve(408), limitMs)
      const hear = (response: Core.IncomingResponse) => {
        clearTimeout(limit)
        resolve(response.message.statusCode ?? 0)
      }
      core.register(message, { onAccept: hear, onReject: hear, onRedirect: hear })
    })
  }

  /** All of one phone have one Call-ID and rising numbers; answering a challenge has taken some of them. */
  #message(core: Core.UserAgentCore, expirySeconds: number): Core.OutgoingRequestMessage {
    const { uri } = this.#agent.configuration
    const registrar = uri.clone()
    registrar.user = undefined
    const binding = `${this.#agent.contact.toString({ register: true })};expires=${expirySeconds}`
    const options = this.#last ? { callId: this.#last.callId, cseq: this.#last.cseq + 1 } : {}
    const headers = [`Contact: ${binding}`]
    this.#last = core.makeOutgoingRequestMessage(register, registrar, uri, uri, options, headers)
    return this.#last
  }
}
