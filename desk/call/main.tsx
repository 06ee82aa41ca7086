import '../centre/without-eval.ts'
import { show } from '../look/taste.tsx'
import { CallPage } from './call-page.tsx'

show(<CallPage />)
