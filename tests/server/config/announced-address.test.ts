import t from 'tap'
import { resolveAnnounced } from '../../../server/config/announced-address.ts'
import { StartFault } from '../../../server/config/start-fault.ts'

t.test('an announced name is resolved at the start, an address is taken as it is', async (t) => {
  t.equal(await resolveAnnounced(undefined), undefined)
  t.equal(await resolveAnnounced('192.0.2.7'), '192.0.2.7')
  t.equal(await resolveAnnounced('2001:db8::7'), '2001:db8::7')
  t.equal(await resolveAnnounced('localhost'), '127.0.0.1')
  const error = await resolveAnnounced('nowhere.invalid').catch((fault: unknown) => fault)
  t.ok(error instanceof StartFault)
  t.match(error, { message: /^ANNOUNCED_ADDRESS: the name nowhere\.invalid has no address/ })
})
