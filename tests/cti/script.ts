import { named } from '../../core/names.ts'
import { plainPolicy } from '../../core/policy.ts'
import { type Board, type Changed, createBoard, stepBoard } from '../../cti/board/board.ts'

export const names = { zh: '销售', en: 'Sales' }
export const tenant = {
  id: 'demo',
  hotlines: [{ number: '95000', name: names, flow: 'main' }],
  queues: [
    {
      id: 'sales',
      name: names,
      music: 'music/default',
      serviceLevelSeconds: 20,
      dispositions: [{ id: 'sold', name: names }],
    },
  ],
  people: [
    { id: '1001', name: 'Anna', role: 'agent', queues: ['sales'] },
    { id: '1002', name: 'Bert', role: 'agent', queues: ['sales'], phone: 'sip:bert@127.0.0.1' },
  ],
  flows: [],
  skills: [],
  policy: plainPolicy([{ id: named('sales') }]),
}

/** Events as the world would tell them, one a second; each step answers what it changed. */
export function script() {
  const board = createBoard()
  let seq = 0
  let at = Date.UTC(2026, 0, 5, 4)
  const tell = (type: string, fields: object = {}, laterMs = 1000): Changed => {
    at += laterMs
    return stepBoard(board, { seq: ++seq, at, type, ...fields } as never)
  }
  tell('centre.started', { utcOffsetMinutes: 480 })
  tell('tenant.configured', { tenant })
  return { board, tell, now: () => at }
}

export type Script = ReturnType<typeof script>

export const opened = (contact: string) => ({
  contact,
  leg: `l-${contact}`,
  from: '555',
  to: '95000',
  via: 'sip',
  flow: 'main',
  language: 'zh',
  policy: 'plain',
})

export function queue({ tell, now }: Script, contact: string) {
  tell('contact.opened', opened(contact))
  tell('contact.answered', { contact })
  tell('contact.queued', { contact, queue: 'sales', since: now() + 1000 })
}

export const agent = (board: Board, id: string) => board.agents.get(id as never)
export const contact = (board: Board, id: string) => board.contacts.get(id as never)
export const today = (board: Board) => board.queues.get('sales' as never)?.today

export function readyAnna({ tell }: Script) {
  tell('agent.loggedOn', { agent: '1001' })
  tell('agent.appeared', { agent: '1001' })
  tell('device.registered', { agent: '1001' })
  tell('agent.becameReady', { agent: '1001' })
}

export function talk(play: Script, id = 'c1') {
  play.tell('contact.offered', { contact: id, queue: 'sales', agent: '1001', reason: {} })
  play.tell('contact.connected', { contact: id, queue: 'sales', agent: '1001', leg: `${id}.1` })
}
