import '../centre/without-eval.ts'
import { Frame } from '../look/frame.tsx'
import { show } from '../look/taste.tsx'
import { AdminPage } from './admin-page.tsx'

show(
  <Frame>
    <AdminPage />
  </Frame>,
)
