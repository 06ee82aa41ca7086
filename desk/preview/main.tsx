import { Administration } from '../admin/administration.tsx'
import { CustomerCall } from '../call/customer-call.tsx'
import { Frame } from '../theme/frame.tsx'
import { remember } from '../theme/local-memory.ts'
import { showPage } from '../theme/preferences.tsx'
import { Wallboard } from '../wallboard/wallboard.tsx'
import { demoProgress } from './demo-progress.ts'
import { demoTrend } from './demo-trend.ts'
import { demoCentre } from './demo-views.ts'
import { previewAdmin } from './preview-admin.ts'
import { type DeskScenario, PreviewDesk, previewDesk } from './preview-desk.tsx'
import { previewRecords } from './preview-records.ts'

/** `/preview/preview.html?page=desk&scenario=ringing`: a page with fixed views, for pictures and for looking. */
const asked = new URLSearchParams(location.search)
const now = Date.now()
const idle = () => undefined
/** Every ask is granted, and nothing follows. */
const granted = () => Promise.resolve(undefined)

function preview() {
  switch (asked.get('page')) {
    case 'wallboard':
      remember('trend', JSON.stringify(demoTrend(now)))
      return (
        <Wallboard
          centre={demoCentre(now)}
          wall={asked.has('wall')}
          ask={granted}
          records={previewRecords(now)}
          logOut={idle}
        />
      )
    case 'call':
      return (
        <CustomerCall
          number="95000"
          progress={demoProgress(asked.get('scenario') ?? 'before', now)}
          muted={false}
          linkLost={false}
          actions={{ start: idle, press: idle, mute: idle, hangUp: idle }}
        />
      )
    case 'admin':
      return <Administration person="Admin" administering={previewAdmin} logOut={idle} />
    default:
      // The address says which scenario; an unknown one stands as ready.
      return (
        <PreviewDesk desk={previewDesk((asked.get('scenario') ?? 'ready') as DeskScenario, now)} />
      )
  }
}

showPage(<Frame>{preview()}</Frame>)
