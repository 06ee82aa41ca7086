import { show } from '../look/frame.tsx'
import { AgentPage } from './agent-page.tsx'

show(<AgentPage />)
