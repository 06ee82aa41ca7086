import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const top = join(import.meta.dirname, '../../..')

/**
 * Puts an empty, migrated database into `dataDir`. PGlite needs seconds to make its first files, so one set is kept in
 * `.build/` and copied; it is named after what it was made from.
 */
export async function placeDatabase(dataDir: string): Promise<void> {
  const kept = join(top, '.build', `test-database-${madeFrom()}`)
  if (!existsSync(kept)) {
    const own = `${kept}.${randomBytes(4).toString('hex')}`
    // Hundreds of modules, which most tests can do without.
    const { openDatabase } = await import('../../../server/store/database.ts')
    const open = await openDatabase({ folder: own })
    await open.close()
    try {
      renameSync(own, kept)
    } catch {
      // Another test made it meanwhile.
      rmSync(own, { recursive: true, force: true })
    }
  }
  cpSync(kept, join(dataDir, 'db'), { recursive: true })
}

function madeFrom(): string {
  const folder = join(top, 'server/store/migrations')
  const migrations = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  const pglite = readFileSync(join(top, 'node_modules/@electric-sql/pglite/package.json'))
  const hash = createHash('sha256')
  for (const part of [...migrations, pglite]) hash.update(part)
  return hash.digest('hex').slice(0, 16)
}
