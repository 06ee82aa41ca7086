import { z } from 'zod'
import { readNetwork } from '../../core/network.ts'

const rule = 'must list addresses or networks, separated by commas, such as 10.0.0.5,10.1.0.0/16'

/** None where nothing is said. */
export const networksSetting = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine((parts) => parts.every((part) => readNetwork(part)), rule)
