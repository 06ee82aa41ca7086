import type { Test } from 'tap'
import { type Desk, openDesk, untilFound } from '../desk.ts'
import { createPhone, type Phone } from '../phone/phone.ts'
import { freePorts, startSystem, type System } from '../system.ts'
import { inner, type Kamailio, noKamailio, outside, startKamailio } from './kamailio-process.ts'
import { noRtpengine, type Rtpengine, startRtpengine } from './kamailio-rtpengine.ts'

export const noBorder = noKamailio || noRtpengine

/** The whole system as a node behind Kamailio and rtpengine; people outside see the border only. */
export type BorderedSystem = {
  readonly system: System
  readonly kamailio: Kamailio
  readonly rtpengine: Rtpengine
  readonly admin: Desk
  readonly customer: Phone
}

/** Where the node is. */
export const nodeHost = '127.1.0.20'

/** `relaysWeb`: rtpengine ends the browsers' WebRTC, not the node. */
export async function startBorderedSystem(
  t: Test,
  { relaysWeb = false } = {},
): Promise<BorderedSystem> {
  const [sipPort, httpPort] = await freePorts(2)
  const rtpengine = await startRtpengine(t)
  const kamailio = await startKamailio(t, {
    nodes: [`sip:${nodeHost}:${sipPort} 0 1`],
    site: { SITE_ORIGINS: `http://${nodeHost}:${httpPort}` },
    rtpengine: rtpengine.control,
    defines: relaysWeb ? ['WITH_WEB_RELAY'] : [],
  })
  const system = await startSystem(t, {
    HOST: nodeHost,
    SIP_PORT: String(sipPort),
    HTTP_PORT: String(httpPort),
    SIP_PROXIES: inner,
    SOFTPHONE_MEDIA: relaysWeb ? 'rtp' : 'webrtc',
    SIP_DOMAIN: 'voice.example.com',
    SIP_WS_URL: `wss://${outside}:${kamailio.wssPort}`,
    SIP_OUTBOUND_PROXY: `sip:${inner}:${kamailio.innerPort};lr`,
  })
  await untilFound('the node at the border', async () =>
    /FLAGS: A/.test(await kamailio.rpc('dispatcher.list')),
  )
  const admin = await openDesk(t, system, 'admin', 'board')
  const customer = await createPhone()
  t.teardown(() => customer.close())
  // Callers dial the border.
  return {
    kamailio,
    rtpengine,
    admin,
    customer,
    system: { ...system, hotline: kamailio.uri('95000') },
  }
}
