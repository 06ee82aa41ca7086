import t from 'tap'
import { requestHandlersSetting } from '../../../server/config/setting-kinds.ts'

t.test(
  'request handlers are read, each of one method; one that cannot be read is refused',
  async (t) => {
    const given = 'INVITE:POST=https://x.example/which,*=tcp://127.0.0.1:3001'
    t.same(requestHandlersSetting.parse(given), [
      { method: 'INVITE', url: 'https://x.example/which', isPost: true },
      { method: '*', url: 'tcp://127.0.0.1:3001' },
    ])
    t.same(requestHandlersSetting.parse(undefined), [])
    for (const wrong of ['INVITE', 'invite=http://x', 'INVITE=ftp://x', 'INVITE=http://x,nonsense'])
      t.match(requestHandlersSetting.safeParse(wrong).error?.issues[0]?.message, /^must list/)
  },
)
