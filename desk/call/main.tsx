import { show } from '../look/frame.tsx'
import { CallPage } from './call-page.tsx'

show(<CallPage />)
