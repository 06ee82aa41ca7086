import { show } from '../look/frame.tsx'
import { AdminPage } from './admin-page.tsx'

show(<AdminPage />)
