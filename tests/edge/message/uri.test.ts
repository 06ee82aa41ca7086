import t from 'tap'
import {
  parameterOf,
  parseHostPort,
  parseUri,
  splitList,
  uriOf,
} from '../../../edge/message/uri.ts'

t.test('a URI is read as far as the edge needs it', async (t) => {
  t.same(parseUri('sip:Bob;x=y@Example.COM:5070;transport=TCP;lr?subject=a%40b'), {
    scheme: 'sip',
    user: 'Bob;x=y',
    host: 'example.com',
    port: 5070,
    transport: 'tcp',
    isLoose: true,
  })
  t.match(parseUri('sip:[2001:db8::1]:5060'), { host: '2001:db8::1', port: 5060, user: '' })
  t.match(parseUri('sips:a@b'), { scheme: 'sips', port: 0, transport: undefined })
  for (const none of ['tel:+49', 'http://x', 'nothing', '', 'sip:', 'sip:a@b:port', 'sip:a@[::1'])
    t.equal(parseUri(none), undefined, none)
  t.equal(parseHostPort('x:70000'), undefined)
})

t.test('the URI and the parameters of a header value are told apart', async (t) => {
  const quoted = '"a;tag=x <sip:no@where>" <sip:a@b;tag=inside>;q=1;TAG=out'
  t.equal(uriOf(quoted), 'sip:a@b;tag=inside')
  t.equal(parameterOf(quoted, 'tag'), 'out')
  t.equal(uriOf('sip:a@b;tag=1'), 'sip:a@b', 'without brackets, parameters are the header’s')
  t.equal(parameterOf('sip:a@b;tag=1', 'tag'), '1')
  t.equal(parameterOf('<sip:a@b>;lr', 'lr'), '')
  t.equal(parameterOf('<sip:a@b', 'tag'), undefined)
})

t.test('lists are split at the commas that divide them', async (t) => {
  t.same(splitList('<sip:a,b@c>, "x, \\", y" <sip:d>,<sip:e>'), [
    '<sip:a,b@c>',
    '"x, \\", y" <sip:d>',
    '<sip:e>',
  ])
})
