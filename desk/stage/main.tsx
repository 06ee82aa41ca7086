import { remember } from '../look/memory.ts'
import { Frame } from '../look/frame.tsx'
import { show } from '../look/taste.tsx'
import { Administration } from '../admin/administration.tsx'
import { CallView } from '../call/call-view.tsx'
import { Wallboard } from '../wallboard/wallboard.tsx'
import { stagedAdministering } from './staged-administering.ts'
import { demoTrend } from './demo-trend.ts'
import { demoProgress } from './demo-progress.ts'
import { demoCentre } from './demo-views.ts'
import { type DeskScene, StagedDesk, stagedDesk } from './staged-desk.tsx'
import { stagedRecords } from './staged-records.ts'

/** `/stage/stage.html?page=desk&scene=ringing`: a page with fixed views, for pictures and for looking. */
const asked = new URLSearchParams(location.search)
const now = Date.now()
const idle = () => undefined
/** Every ask is granted, and nothing follows. */
const granted = () => Promise.resolve(undefined)

function staged() {
  switch (asked.get('page')) {
    case 'wallboard':
      remember('trend', JSON.stringify(demoTrend(now)))
      return (
        <Wallboard
          centre={demoCentre(now)}
          wall={asked.has('wall')}
          ask={granted}
          records={stagedRecords(now)}
          logOut={idle}
        />
      )
    case 'call':
      return (
        <CallView
          number="95000"
          progress={demoProgress(asked.get('scene') ?? 'before', now)}
          muted={false}
          linkLost={false}
          acts={{ start: idle, press: idle, mute: idle, hangUp: idle }}
        />
      )
    case 'admin':
      return <Administration person="Admin" administering={stagedAdministering} logOut={idle} />
    default:
      // The address says which scene; an unknown one stands as ready.
      return <StagedDesk desk={stagedDesk((asked.get('scene') ?? 'ready') as DeskScene, now)} />
  }
}

show(<Frame>{staged()}</Frame>)
