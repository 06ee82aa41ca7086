import '../api/without-eval.ts'
import { Frame } from '../theme/frame.tsx'
import { showPage } from '../theme/preferences.tsx'
import { AdminPage } from './admin-page.tsx'

showPage(
  <Frame>
    <AdminPage />
  </Frame>,
)
