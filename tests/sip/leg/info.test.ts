import t from 'tap'
import { readInfoDigit } from '../../../sip/leg/info.ts'

t.test('digits are read from both kinds of INFO, and nothing else is', async (t) => {
  t.equal(readInfoDigit('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), '5')
  t.equal(readInfoDigit('application/dtmf-relay; x=y', 'Duration=1\r\nsignal = *\r\n'), '*')
  t.equal(readInfoDigit('application/dtmf-relay', 'Signal=11\r\n'), '#')
  t.equal(readInfoDigit('application/dtmf', ' 0\r\n'), '0')
  t.equal(readInfoDigit('application/dtmf', 'd'), 'D')
  t.equal(readInfoDigit('application/dtmf', '12'), undefined)
  t.equal(readInfoDigit('application/dtmf-relay', ''), undefined)
  t.equal(readInfoDigit('application/sdp', '5'), undefined)
  t.equal(readInfoDigit(undefined, '5'), undefined)
})
