import '../api/without-eval.ts'
import { Frame } from '../theme/frame.tsx'
import { showPage } from '../theme/preferences.tsx'
import { WallboardPage } from './wallboard-page.tsx'

showPage(
  <Frame>
    <WallboardPage />
  </Frame>,
)
