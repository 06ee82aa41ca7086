// The packages first: the loader that reads TypeScript would look at each of their hundreds of files.
import '@electric-sql/pglite'
import 'drizzle-orm'
import 'drizzle-orm/pg-core'
import 'drizzle-orm/pglite'
import { register } from 'tsx/esm/api'

register()
await import('./projecting-child.ts')
