import { type SessionDescriptionHandlerFactory, Web } from 'sip.js'

/** The server's ICE agent is reachable and learns our address from our checks, so that no candidates are gathered. */
const gatheringMs = 1

/**
 * sip.js's handler of one peer connection, and what it lacks: after a refused re-INVITE the description has to be rolled
 * back (RFC 8829 section 4.1.10.2), or every later offer fails.
 */
export class MediaHandler extends Web.SessionDescriptionHandler {
  async rollbackDescription(): Promise<void> {
    const state = this.peerConnection?.signalingState
    if (state === 'have-local-offer')
      await this.peerConnection?.setLocalDescription({ type: 'rollback' })
    else if (state === 'have-remote-offer')
      await this.peerConnection?.setRemoteDescription({ type: 'rollback' })
  }
}

/** Peer connections that send a copy of the stream which `microphone` gives at that moment. */
export function mediaHandlers(
  microphone: () => Promise<MediaStream>,
): SessionDescriptionHandlerFactory {
  return (session) =>
    new MediaHandler(session.userAgent.getLogger('softphone'), microphone, {
      iceGatheringTimeout: gatheringMs,
      peerConnectionConfiguration: { iceServers: [] },
    })
}
