// A Node 20 thread does not inherit the loader that reads TypeScript. The packages come first: that loader would look
// at each of their hundreds of files.
import '@electric-sql/pglite'
import 'drizzle-orm'
import 'drizzle-orm/pg-core'
import 'drizzle-orm/pglite'
import { register } from 'tsx/esm/api'

register()
await import('./database-thread.ts')
