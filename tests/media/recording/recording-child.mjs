// Records until it is killed: DATA_DIR, format and key (hex, or nothing) are its arguments.
import { register } from 'tsx/esm/api'

register()
await import('./recording-child.ts')
