import type { StrategyName } from '../../../core/policy.ts'
import { bestSkill } from './best-skill.ts'
import { leastHandled } from './least-handled.ts'
import { leastOccupied } from './least-occupied.ts'
import { longestIdle } from './longest-idle.ts'
import { ringAll } from './ring-all.ts'
import { roundRobin } from './round-robin.ts'
import type { Strategy } from './strategy.ts'
import { topDown } from './top-down.ts'
import { weightedRandom } from './weighted-random.ts'

export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  'longest-idle': longestIdle,
  'least-handled': leastHandled,
  'least-occupied': leastOccupied,
  'best-skill': bestSkill,
  'weighted-random': weightedRandom,
  'round-robin': roundRobin,
  'top-down': topDown,
  'ring-all': ringAll,
}
