import type { CallProgress } from '../state/call-progress.ts'

/** The customer's call at a named moment. */
export function demoProgress(callView: string, now: number): CallProgress {
  switch (callView) {
    case 'asking':
    case 'connecting':
      return { at: callView }
    case 'menu':
      return { at: 'menu', label: { zh: '主菜单', en: 'Main menu' }, since: now - 8_000 }
    case 'waiting':
      return { at: 'waiting', position: 2, waitSeconds: 120, since: now - 31_000 }
    case 'talking':
      return { at: 'talking', since: now - 84_000 }
    case 'after':
      return { at: 'after', talkedMs: 161_000 }
    case 'refused':
      return { at: 'refused', reason: 'microphone-denied' }
    default:
      return { at: 'before' }
  }
}
