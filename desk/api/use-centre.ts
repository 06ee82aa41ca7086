import { useEffect, useState } from 'react'
import type { Ask } from '../../core/event.ts'
import { createCtiClient, type CtiClient, type PageState } from '../../cti/client.ts'
import type { Topic } from '../../cti/protocol.ts'
import { centreNow, setClockOffset } from '../components/use-now.ts'
import { type CentreLink, type CentreView, unknownCentre } from '../state/centre-view.ts'

type CentreConnection = {
  readonly view: CentreView
  /** Why the centre will not have this page; it does not try again. */
  readonly refused?: string
  /** The reason when it was refused; never rejects. */
  readonly ask: (ask: Ask) => Promise<string | undefined>
}

const linkStates: Record<PageState['state'], CentreLink['state']> = {
  connecting: 'linking',
  live: 'linked',
  lost: 'lost',
}

const address = () => `${location.origin.replace(/^http/, 'ws')}/cti`
const latencyMs = 2000

const sorted = <View extends { readonly id: string }>(views: ReadonlyMap<string, View>) =>
  [...views.values()].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))

function viewOf(page: PageState, link: CentreLink): CentreView {
  return {
    link,
    ...(page.me && { me: page.me }),
    ...(page.tenant && { tenant: page.tenant }),
    agents: sorted(page.agents),
    // The tenant's order is the administrator's own.
    queues: (page.tenant?.queues ?? []).flatMap(({ id }) => page.queues.get(id) ?? []),
    contacts: [...page.contacts.values()],
    faults: [...page.faults.values()],
    trunks: page.trunks,
  }
}

function linkOf(
  client: CtiClient,
  before: CentreLink,
  lastEventAt: number | undefined,
): CentreLink {
  const state = linkStates[client.getState().state]
  const since = state === before.state ? before.since : centreNow()
  const { samples, eventToPage, roundTrip } = client.latency()
  return {
    state,
    since,
    ...(state === 'linked' && { latencyMs: roundTrip }),
    ...(samples > 0 && { eventP99Ms: eventToPage.p99 }),
    ...(lastEventAt !== undefined && { lastEventAt }),
  }
}

/** Holds one link to `/cti` while the page stands, and shows what comes over it. */
export function useCentre(token: string, topic: Topic): CentreConnection {
  const [client, setClient] = useState<CtiClient>()
  const [view, setView] = useState(() => unknownCentre(Date.now()))
  const [refused, setRefused] = useState<string>()
  useEffect(() => {
    const client = createCtiClient({ url: address(), token, topic })
    let link = unknownCentre(centreNow()).link
    let lastEventAt: number | undefined
    const show = () => {
      const page = client.getState()
      setClockOffset(page.clockOffset)
      link = linkOf(client, link, lastEventAt)
      setRefused(page.refused)
      setView(viewOf(page, link))
    }
    const stop = client.onChange(() => {
      lastEventAt = centreNow()
      show()
    })
    const timer = setInterval(show, latencyMs)
    setClient(client)
    return () => {
      stop()
      clearInterval(timer)
      client.close()
    }
  }, [token, topic])
  const ask = async (ask: Ask) => {
    const answer = await client?.ask(ask)
    if (answer?.ok === true) return undefined
    return answer?.reason ?? 'not-connected'
  }
  return { view, ask, ...(refused !== undefined && { refused }) }
}
