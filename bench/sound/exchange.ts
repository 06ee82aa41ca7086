/** What the legs of a benchmark do. */
export type Scene = 'prompt' | 'bridge' | 'bridge-recorded' | 'conference' | 'supervised'

/** Something that gives phones their sound: our media room, or another product. Both in processes of their own. */
export type Exchange = {
  /** Connects phones that hear at these ports; gives where the sound of each one goes. */
  readonly connect: (ports: readonly number[]) => Promise<readonly number[]>
  /** CPU time, user and system, of all threads. */
  readonly cpuMs: () => Promise<number>
  /** Resident memory, MB of 2^20 bytes. */
  readonly rssMb: () => Promise<number>
  /** Opens and closes so many legs a second beside the others; 0 ends it. */
  readonly churn?: (perSecond: number, port: number) => void
}

/** So many legs belong together in a scene: 1 hears a prompt, 2 talk, 3 are supervised, 8 confer. */
export const groupOf: Readonly<Record<Scene, number>> = {
  prompt: 1,
  bridge: 2,
  'bridge-recorded': 2,
  supervised: 3,
  conference: 8,
}
