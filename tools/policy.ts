import { readFileSync } from 'node:fs'
import {
  checkPolicy,
  checkRouting,
  type ConfigFault,
  readPolicy,
  readRouting,
} from '../acd/policy/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { loadConfig } from '../server/config/config.ts'
import { StartFault } from '../server/config/start-fault.ts'
import { demoTenant } from '../server/demo/demo-tenant.ts'
import { openJournalReader } from '../server/journal/journal-reader.ts'
import { runCommand } from './run-command.ts'

// `npm run policy -- check FILE [--lang zh|en]`: whether a policy, or `{policy, trial}`, would be taken. Exit code 0: it
// would; 1: each fault is printed.

const usage = `npm run policy -- check FILE [--lang zh|en]
  FILE: JSON, a policy or {policy, trial}; checked against the journal's queues, skills and people, or the demo's`

await runCommand({
  usage,
  options: [],
  async run({ words: [act, file, ...more], language }) {
    if (act !== 'check' || file === undefined || more.length > 0) return undefined
    const faults = faultsOf(readFile(file), (await storedTenant()) ?? demoTenant())
    for (const { text } of faults) console.log(text[language])
    if (faults.length === 0) console.log({ zh: '没有错误。', en: 'No fault.' }[language])
    return faults.length === 0 ? 0 : 1
  },
})

function faultsOf(data: unknown, tenant: Tenant): readonly ConfigFault[] {
  if (typeof data === 'object' && data !== null && 'policy' in data) {
    const reading = readRouting(data)
    return reading.ok ? checkRouting(reading, tenant) : reading.faults
  }
  const reading = readPolicy(data)
  return reading.ok ? checkPolicy(reading.policy, tenant) : reading.faults
}

function readFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartFault(`${file} cannot be read: ${reason}.`, { cause: error })
  }
}

/** The last configuration of the stream; undefined before there is one. */
async function storedTenant(): Promise<Tenant | undefined> {
  const journal = await openJournalReader(undefined, loadConfig).catch((error: unknown) => {
    if (error instanceof StartFault) return undefined
    throw error
  })
  if (!journal) return undefined
  let tenant: Tenant | undefined
  for (const part of journal.parts) {
    for await (const event of journal.read(part))
      if (event.type === 'tenant.configured') tenant = event.tenant
    if (tenant) break
  }
  await journal.close()
  return tenant
}
