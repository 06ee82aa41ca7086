import '../centre/without-eval.ts'
import { Frame } from '../look/frame.tsx'
import { show } from '../look/taste.tsx'
import { WallboardPage } from './wallboard-page.tsx'

show(
  <Frame>
    <WallboardPage />
  </Frame>,
)
