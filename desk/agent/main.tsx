import '../api/without-eval.ts'
import { Frame } from '../theme/frame.tsx'
import { showPage } from '../theme/preferences.tsx'
import { AgentPage } from './agent-page.tsx'

showPage(
  <Frame>
    <AgentPage />
  </Frame>,
)
