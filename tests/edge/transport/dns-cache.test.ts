import t from 'tap'
import { DnsCache } from '../../../edge/transport/dns-cache.ts'

t.test('while the name server is away the old answer serves on, and then none', async (t) => {
  let now = 0
  let asked = 0
  const cache = new DnsCache<string>(() => now)
  const away = () => {
    asked += 1
    return Promise.reject(new Error('nobody answers'))
  }
  await cache.get('a', async () => ({ records: ['one'], ttlSeconds: 10 }))
  now = 11_000
  t.same(await cache.get('a', away), ['one'])
  t.same(await cache.get('a', away), ['one'])
  t.equal(asked, 1, 'it is not asked again for some seconds')
  t.same(await cache.get('b', away), [])
  now = 4 * 3_600_000
  t.same(await cache.get('a', away), [])
})

t.test('whoever asks for ever new names is not asked for', async (t) => {
  const cache = new DnsCache<string>(() => 0)
  let asked = 0
  const answers: (() => void)[] = []
  const slow = () => {
    asked += 1
    return new Promise<{ records: string[]; ttlSeconds: number }>((resolve) => {
      answers.push(() => resolve({ records: ['x'], ttlSeconds: 1 }))
    })
  }
  const asking = Array.from({ length: 500 }, (_, i) => cache.get(`name ${i}`, slow))
  t.equal(asked, 200)
  t.same(await asking[400], [])
  for (const answer of answers) answer()
  t.same(await asking[0], ['x'])
})
