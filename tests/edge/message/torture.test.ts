import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseMessage } from '../../../edge/message/message.ts'
import { headerOf } from '../../../edge/message/scan.ts'
import { tortureCases, tortureText, type TortureCase } from '../torture/verdicts.ts'

const parse = (name: string) => parseMessage(tortureText(name), '192.0.2.9', 5070)

t.test('every torture message has a verdict', async (t) => {
  const files = readdirSync(join(import.meta.dirname, '../torture'))
  const names = files.filter((file) => file.endsWith('.dat')).map((file) => file.slice(0, -4))
  t.same(tortureCases.map(({ name }) => name).sort(), names.sort())
})

/** As far as the parser decides. */
function expected({ verdict }: TortureCase): object {
  switch (verdict.is) {
    case 'request':
      return { kind: 'request' }
    case 'refused':
      return { kind: 'flaw', status: verdict.status, reason: verdict.reason, headers: Array }
    case 'response':
      return { kind: 'response', status: verdict.status }
    case 'noise':
      return { kind: 'flaw', reason: verdict.reason, headers: undefined }
  }
}

for (const each of tortureCases)
  t.test(`RFC ${each.section} ${each.name}: ${each.why}`, async (t) => {
    t.match(parse(each.name), expected(each))
  })

t.test('what is legal is understood', async (t) => {
  t.match(parse('wsinv'), {
    uri: 'sip:vivekg@chair-dnrc.example.com;unknownparam',
    toTag: '1918181833n',
    fromTag: '98asjd8',
    cseq: 9,
    via: { sentBy: '192.0.2.2', branch: '390skdjuw' },
  })
  t.match(parse('intmeth'), {
    method: "!interesting-Method0123456789_*+`.%indeed'~",
    cseq: 139122385,
  })
  t.match(parse('semiuri'), { uri: 'sip:user;par=u%40example.net@example.com' })
  t.match(parse('inv2543'), { fromTag: '', via: { branch: '' } })
  t.match(parse('ipv4-mapped-ipv6'), {
    via: { sentBy: '[::ffff:192.0.2.10]:19823', host: '::ffff:192.0.2.10' },
  })
  const multipart = parse('mpart01')
  if (multipart.kind === 'flaw') throw new Error(multipart.reason)
  t.equal(multipart.body.length, 553)
  t.match(multipart.body, /\0/)
  t.notMatch(parse('dblreq'), { text: /INVITE/ }, 'an application sees one request')
  const reason = parse('unreason')
  t.equal(
    reason.kind === 'response' && headerOf(reason, 'call-id'),
    'unreason.1234ksdfak3j2erwedfsASdf',
  )
})
