import { z } from 'zod'

// The pages' Content-Security-Policy forbids `new Function`, which zod tries when a schema is made:
// every page imports this before any schema.
z.config({ jitless: true })
