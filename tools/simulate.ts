import { simulate, type Simulation } from '../acd/simulate/simulate.ts'
import { runCommand } from './run-command.ts'
import { prepare, type Prepared } from './simulation/prepare.ts'
import { tellSimulation } from './simulation/simulation-words.ts'

// `npm run simulate -- [JOURNAL|SCENARIO] [--policy FILE] [--roster FILE] …`: what the router would make of real or of
// imagined contacts. It only reads, also while a centre writes. Exit code 0: simulated; 2: not done.

const usage = `npm run simulate -- [JOURNAL|SCENARIO] [--policy FILE] [--roster FILE]
                    [--repetitions N] [--seed N] [--json] [--lang zh|en]
  JOURNAL: a data directory or journal directory; without it, that of the settings (DATA_DIR, REDIS_URL)
  SCENARIO: a JSON file; it needs --roster, and has a plain policy without --policy
  N: 10 repetitions and seed 1 where nothing is said`

await runCommand({
  usage,
  options: ['policy', 'roster', 'repetitions', 'seed'],
  flags: ['json'],
  async run({ words, options, flags, language }) {
    const repetitions = wholeNumber(options['repetitions'] ?? '10', 1, 10_000)
    const seed = wholeNumber(options['seed'] ?? '1', 0, 2 ** 32 - 1)
    if (words.length > 1 || repetitions === undefined || seed === undefined) return undefined
    const { policy, roster } = options
    const files = { source: words[0], policy, roster }
    const prepared = await prepare(files, language)
    const simulation = simulate(prepared.scenario, prepared.tenant, { repetitions, seed })
    console.log(
      flags.has('json')
        ? simulationJson(prepared, simulation, seed)
        : tellSimulation(prepared, simulation, seed, language),
    )
    return 0
  },
})

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN
  return value >= least && value <= most ? value : undefined
}

/** The figures for a program: `{mean, halfWidth}` by queue and measure, and the real ones, if there are any. */
function simulationJson({ really }: Prepared, simulation: Simulation, seed: number): string {
  const { repetitions, whole, queues, agents } = simulation
  const told = {
    repetitions,
    seed,
    whole,
    queues: Object.fromEntries(queues),
    agents: Object.fromEntries(agents),
    ...(really && {
      really: {
        whole: really.whole,
        queues: Object.fromEntries(really.queues),
        agents: Object.fromEntries(really.agents),
      },
    }),
  }
  return JSON.stringify(told, undefined, 2)
}
