/** How a softphone reaches the SIP edge: SIP over WebSocket, RFC 7118. */
export type SoftphoneAccount = {
  /** `ws://host:port` or `wss://…` */
  readonly server: string
  /** Address of record, `sip:1001@host`. */
  readonly uri: string
  readonly authorizationUser: string
  readonly password: string
  /** Shown to whom is called. */
  readonly displayName?: string | undefined
}

/** Why the phone cannot do what it should; pages say what to do. */
export type SoftphoneFault =
  /** The page is not on https or this machine, so the browser gives no microphone. */
  | 'insecure-page'
  | 'microphone-denied'
  | 'microphone-missing'
  /** Another program holds the microphone. */
  | 'microphone-busy'
  /** The edge refuses the account: its sitting is over. */
  | 'not-authorized'
  /** The browser does not let the page play sound before somebody clicks in it. */
  | 'sound-blocked'

/** How the last call ended: a SIP status for one that was never answered. */
export type EndedCall = { readonly status?: number; readonly by: 'here' | 'there' }

/** All that a page shows of its phone. A new object with each change. */
export type SoftphoneState = {
  readonly link: 'connecting' | 'connected' | 'lost'
  readonly registered: boolean
  /** `connecting`: we called, or answered, and the sound is not there yet. */
  readonly call: 'none' | 'incoming' | 'connecting' | 'talking'
  readonly muted: boolean
  readonly caller?: { readonly number: string; readonly name?: string }
  readonly fault?: SoftphoneFault
  readonly lastEnd?: EndedCall
}

export const atRest: SoftphoneState = {
  link: 'connecting',
  registered: false,
  call: 'none',
  muted: false,
}
