import t from 'tap'
import type { Config } from '../../../server/config/config.ts'
import { bannerOf } from '../../../server/launcher/banner.ts'

const config = { host: '127.0.0.1', httpPort: 8080, sipPort: 5060 } as Config

t.test('the banner names the pages, the hotline and the logins', async (t) => {
  const banner = bannerOf(config, 2.13)
  for (const text of [
    '已就绪',
    'ready for calls',
    'http://127.0.0.1:8080/wallboard',
    'sip:95000@127.0.0.1 ',
    '1001 … 1010',
    'demo-1001',
  ])
    t.ok(banner.includes(text), text)
})

t.test('another SIP port stands in the address of the hotline', async (t) => {
  t.match(bannerOf({ ...config, sipPort: 5070 }, 1), 'sip:95000@127.0.0.1:5070')
})

t.test('off this machine no password is shown, for it would be refused', async (t) => {
  const banner = bannerOf({ ...config, host: '192.168.1.10' }, 1)
  t.notMatch(banner, 'demo-1001')
  t.match(banner, 'refused on this address')
})
