import { useEffect } from 'react'
import { useCentre } from '../api/use-centre.ts'
import { callProgress, isInCall } from '../state/call-progress.ts'
import { CustomerCall } from './customer-call.tsx'
import { useWebCall } from './use-web-call.ts'

const asked = new URLSearchParams(location.search)
const number = asked.get('number') ?? '95000'
const name = asked.get('name')?.slice(0, 64)

/** The customer's page: `?number=` says whom to call, `?name=` who calls. */
export function CallPage() {
  const call = useWebCall(number, name)
  const { line, granted } = call
  if (granted === undefined)
    return (
      <CustomerCall
        number={number}
        progress={callProgress(line, undefined)}
        muted={false}
        linkLost={false}
        actions={call.actions}
      />
    )
  return <FollowedCall key={granted.token} token={granted.token} call={call} />
}

type FollowedCallProps = { readonly token: string; readonly call: ReturnType<typeof useWebCall> }

/** The call together with what the centre says of it. */
function FollowedCall({ token, call }: FollowedCallProps) {
  const { view } = useCentre(token, 'call')
  const progress = callProgress(call.line, view.contacts[0])
  useWarningOnLeave(isInCall(progress))
  return (
    <CustomerCall
      number={number}
      progress={progress}
      muted={call.muted}
      linkLost={view.link.state === 'lost'}
      actions={call.actions}
    />
  )
}

/** Closing the page would end the call: the browser asks first. */
function useWarningOnLeave(inCall: boolean) {
  useEffect(() => {
    if (!inCall) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [inCall])
}
