import { show } from '../look/frame.tsx'
import { WallboardPage } from './wallboard-page.tsx'

show(<WallboardPage />)
