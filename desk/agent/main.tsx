import '../centre/without-eval.ts'
import { Frame } from '../look/frame.tsx'
import { show } from '../look/taste.tsx'
import { AgentPage } from './agent-page.tsx'

show(
  <Frame>
    <AgentPage />
  </Frame>,
)
