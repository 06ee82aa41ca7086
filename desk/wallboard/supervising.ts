import { App } from 'antd'
import { createContext, use } from 'react'
import type { Ask } from '../../core/event.ts'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { useMessages } from '../theme/preferences.tsx'

type Supervising = {
  /** A screen on the wall, where nothing can be pressed. */
  readonly wall: boolean
  /** The reason when it was refused. */
  readonly ask: (ask: Ask) => Promise<string | undefined>
}

const SupervisingContext = createContext<Supervising | undefined>(undefined)
export const SupervisingProvider = SupervisingContext.Provider

/** What a supervisor may do on the board, and that he is told how it came out. */
export function useSupervising() {
  const supervising = use(SupervisingContext)
  if (supervising === undefined) throw new Error('useSupervising outside of a board')
  const { message } = App.useApp()
  const refusals = useMessages(refusalMessages)
  const supervise = async (ask: Ask, done: string) => {
    const refused = await supervising.ask(ask)
    if (refused === undefined) message.success(done)
    else message.error(refusalIn(refusals, refused))
  }
  return { wall: supervising.wall, supervise }
}
