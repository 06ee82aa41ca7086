import '../api/without-eval.ts'
import { showPage } from '../theme/preferences.tsx'
import { CallPage } from './call-page.tsx'

showPage(<CallPage />)
