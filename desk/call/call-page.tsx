import { CallView } from './call-view.tsx'

export function CallPage() {
  return (
    <CallView
      number="95000"
      progress={{ at: 'before' }}
      muted={false}
      linkLost={false}
      acts={{
        start: () => undefined,
        press: () => undefined,
        mute: () => undefined,
        hangUp: () => undefined,
      }}
    />
  )
}
