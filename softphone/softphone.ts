import { type Invitation, Inviter, UserAgent } from 'sip.js'
import { SoftphoneCall } from './call.ts'
import { mediaHandlers } from './media-handler.ts'
import { Microphone, MicrophoneError } from './microphone.ts'
import { type LinkState, SignallingLink } from './signalling-link.ts'
import {
  atRest,
  type EndedCall,
  type SoftphoneAccount,
  type SoftphoneFault,
  type SoftphoneState,
} from './softphone-state.ts'

export type { SoftphoneFault, SoftphoneState } from './softphone-state.ts'

type SoftphoneOptions = {
  readonly account: SoftphoneAccount
  /** Agents are rung by the centre, so they register; a customer who only calls does not. */
  readonly register: boolean
  /** Plays what the far end says. */
  readonly audio: HTMLAudioElement
  readonly onChange: (state: SoftphoneState) => void
}

/** A telephone in the page, for one call at a time. Nothing here throws: what goes wrong is in the state. */
export type Softphone = {
  /** Connects; an agent's phone also registers, and asks for the microphone before the first call needs it. */
  start(): void
  answer(): void
  reject(): void
  /** Calls a SIP URI; to be started by a click, for the browser asks for the microphone. */
  call(target: string): void
  hangUp(): void
  setMuted(muted: boolean): void
  /** One of 0-9 * #, by SIP INFO. */
  sendDigit(digit: string): void
  /** Loudness of the microphone during a call, 0 to 1, also while muted. */
  level(): number
  /** Ends the call and gives the registration back. */
  stop(): Promise<void>
}

/** The centre's own ring time decides; this only ends what it forgot. */
const noAnswerSeconds = 300
const keepAliveSeconds = 20
const busy = 486
const unavailable = 480

export function createSoftphone(options: SoftphoneOptions): Softphone {
  return new PagePhone(options)
}

class PagePhone implements Softphone {
  readonly #options: SoftphoneOptions
  readonly #microphone = new Microphone(() => void this.#changeMicrophone())
  readonly #agent: UserAgent
  readonly #link: SignallingLink
  /** The account's fault and the device's come and go apart; the page shows one. */
  readonly #faults: { account?: SoftphoneFault; device?: SoftphoneFault } = {}
  #state = atRest
  #call: SoftphoneCall | undefined
  /** Counts what was dialled or given up. */
  #dials = 0

  constructor(options: SoftphoneOptions) {
    this.#options = options
    this.#agent = createAgent(options.account, this.#microphone, (invitation) =>
      this.#arrive(invitation),
    )
    this.#link = new SignallingLink(this.#agent, {
      register: options.register,
      onChange: (link) => this.#hearLink(link),
    })
  }

  start(): void {
    this.#link.start()
    if (!this.#options.register) return
    void this.#hasMicrophone().then(() => this.#closeIdleMicrophone())
  }

  answer(): void {
    if (this.#call && this.#state.call === 'incoming') void this.#accept(this.#call)
  }

  reject(): void {
    this.#call?.hangUp()
  }

  call(target: string): void {
    void this.#invite(target)
  }

  hangUp(): void {
    this.#dials++
    if (this.#call) this.#call.hangUp()
    else if (this.#state.call === 'connecting') this.#rest({ by: 'here' })
  }

  setMuted(muted: boolean): void {
    if (!this.#call) return
    this.#call.setMuted(muted)
    this.#set({ muted })
  }

  sendDigit(digit: string): void {
    this.#call?.sendDigit(digit).catch(() => undefined)
  }

  level(): number {
    return this.#microphone.level()
  }

  async stop(): Promise<void> {
    this.hangUp()
    await this.#link.stop()
  }

  #setDeviceFault(fault: SoftphoneFault | undefined): void {
    this.#faults.device = fault
    this.#set({})
  }

  #set(change: Partial<SoftphoneState>): void {
    const fault = this.#faults.account ?? this.#faults.device
    this.#state = { ...this.#state, ...change, fault }
    this.#options.onChange(this.#state)
  }

  #hearLink({ link, registered, refused }: LinkState): void {
    const isBack = link === 'connected' && this.#state.link !== 'connected'
    this.#faults.account = refused ? 'not-authorized' : undefined
    this.#set({ link, registered })
    if (isBack && this.#state.call === 'talking') this.#call?.heal()
  }

  /** Opens the microphone; shows the fault and gives false when it cannot. */
  async #hasMicrophone(): Promise<boolean> {
    try {
      await this.#microphone.open()
      this.#setDeviceFault(undefined)
      return true
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error
      this.#setDeviceFault(error.fault)
      return false
    }
  }

  /** It may have been opened for a call that is over by then. */
  #closeIdleMicrophone(): void {
    if (this.#state.call === 'none') this.#microphone.close()
  }

  /** The headset was unplugged: the talk goes on through whatever microphone there is now. */
  async #changeMicrophone(): Promise<void> {
    this.#microphone.close()
    if (!this.#call || !(await this.#hasMicrophone())) return
    await this.#call.speakThrough(await this.#microphone.copy())
    this.#call.setMuted(this.#state.muted)
  }

  #arrive(invitation: Invitation): void {
    const isOrdered = /answer-after\s*=\s*0\b/.test(invitation.request.getHeader('call-info') ?? '')
    // A call that the centre brings back takes the place of one whose end has not come through.
    if (isOrdered) this.#call?.hangUp()
    if (this.#state.call !== 'none') {
      void invitation.reject({ statusCode: busy })
      return
    }
    const { displayName, uri } = invitation.remoteIdentity
    const caller = { number: uri.user ?? '', ...(displayName ? { name: displayName } : {}) }
    const call = this.#begin(invitation)
    this.#set({ call: 'incoming', caller, lastEnd: undefined })
    if (isOrdered) void this.#accept(call)
  }

  async #accept(call: SoftphoneCall): Promise<void> {
    const hasMicrophone = await this.#hasMicrophone()
    this.#closeIdleMicrophone()
    if (!hasMicrophone || this.#call !== call) return
    this.#set({ call: 'connecting' })
    await call.accept().catch(() => call.hangUp(unavailable))
  }

  async #invite(target: string): Promise<void> {
    const uri = UserAgent.makeURI(target)
    if (!uri || this.#state.call !== 'none') return
    const dial = ++this.#dials
    this.#set({ call: 'connecting', lastEnd: undefined })
    const hasMicrophone = await this.#hasMicrophone()
    // While the browser asked for the microphone, the person may have hung up, and called again.
    this.#closeIdleMicrophone()
    if (dial !== this.#dials) return
    if (!hasMicrophone) {
      this.#rest(undefined)
      return
    }
    const call = this.#begin(new Inviter(this.#agent, uri))
    await call.invite().catch(() => call.hangUp())
  }

  #begin(session: Invitation | Inviter): SoftphoneCall {
    const call = new SoftphoneCall(session, {
      onTalking: (call) => void this.#play(call),
      onEnd: (call, end) => this.#end(call, end),
    })
    this.#call = call
    return call
  }

  async #play(call: SoftphoneCall): Promise<void> {
    const { audio } = this.#options
    audio.srcObject = call.sound ?? null
    this.#set({ call: 'talking' })
    await audio.play().catch(() => {
      if (this.#call === call) this.#setDeviceFault('sound-blocked')
    })
  }

  #end(call: SoftphoneCall, lastEnd: EndedCall): void {
    if (this.#call !== call) return
    this.#call = undefined
    this.#rest(lastEnd)
  }

  #rest(lastEnd: EndedCall | undefined): void {
    this.#microphone.close()
    this.#options.audio.srcObject = null
    this.#set({ call: 'none', muted: false, caller: undefined, lastEnd })
  }
}

function createAgent(
  account: SoftphoneAccount,
  microphone: Microphone,
  onInvite: (invitation: Invitation) => void,
): UserAgent {
  const uri = UserAgent.makeURI(account.uri)
  if (!uri) throw new Error(`not a SIP URI: ${account.uri}`)
  return new UserAgent({
    uri,
    displayName: account.displayName ?? '',
    authorizationUsername: account.authorizationUser,
    authorizationPassword: account.password,
    transportOptions: {
      server: account.server,
      keepAliveInterval: keepAliveSeconds,
      traceSip: false,
    },
    sessionDescriptionHandlerFactory: mediaHandlers(() => microphone.copy()),
    noAnswerTimeout: noAnswerSeconds,
    logBuiltinEnabled: false,
    delegate: { onInvite },
  })
}
