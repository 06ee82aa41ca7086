import type { Config } from '../config/config.ts'
import { demoPassword } from '../demo/demo-tenant.ts'
import { addressOf } from './health.ts'

/** What a newcomer needs to make the first call, in both languages. */
export function bannerOf(config: Config, seconds: number): string {
  const web = addressOf(config)
  const { host, sipPort } = config
  const at = sipPort === 5060 ? host : `${host}:${sipPort}`
  const rows: [zh: string, en: string, value: string][] = [
    ['坐席工作台', 'Agent desktop', `${web}/`],
    ['实时看板', 'Wallboard', `${web}/wallboard`],
    ['网页呼叫', 'Web call', `${web}/call`],
    ['管理', 'Administration', `${web}/admin`],
    ['热线', 'Hotline', `sip:95000@${at}  (SIP: UDP, TCP)`],
    ['坐席账号', 'Agents', '1001 … 1010'],
    ['班长账号', 'Supervisor', '2001'],
    ['管理员账号', 'Administrator', 'admin'],
    ['密码', 'Password', passwordNote(host)],
  ]
  return [
    '',
    `  Callwright 已就绪，可以呼入 · ready for calls  (${seconds.toFixed(1)} s)`,
    '',
    ...rows.map(([zh, en, value]) => `  ${padTo(12, zh)}${en.padEnd(16)}${value}`),
    '',
    '  Ctrl-C: 不再接新来电，等通话结束后退出；再按一次立即退出',
    '          no new calls, exit when the present ones are over; once more: exit at once',
    '',
  ].join('\n')
}

/** Published passwords are good on the loopback address only. */
const passwordNote = (host: string): string =>
  host.startsWith('127.')
    ? `${demoPassword('1001')}, ${demoPassword('admin')} …`
    : '演示密码在此地址不可用 · demo passwords are refused on this address'

/** Pads by columns of a terminal, where a Chinese character takes two. */
function padTo(columns: number, text: string): string {
  const width = text.replaceAll(/[⺀-￦]/g, '  ').length
  return text + ' '.repeat(Math.max(0, columns - width))
}
