import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { noBaresip } from '../../testkit/clients/baresip.ts'
import { clientFolder } from '../../testkit/clients/client.ts'
import { noLinphone } from '../../testkit/clients/linphone.ts'
import { createSipStage, sittingOf, type SipStage } from '../../testkit/edge/sip-stage.ts'
import { freePorts } from '../../testkit/system.ts'

t.setTimeout(60_000)

/** Runs the program until the test is over. */
async function run(t: Test, stage: SipStage, program: string, args: string[], home: string) {
  const env = { PATH: process.env['PATH'], HOME: home }
  const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    await stage.stop()
  })
  return child
}

t.test('baresip registers', { skip: noBaresip }, async (t) => {
  const stage = await createSipStage()
  const { user, password } = sittingOf('1001')
  const folder = await clientFolder(t, 600)
  const modules = ['g711.so', 'module_app account.so'].map((name) => `module ${name}\n`).join('')
  const config = `poll_method epoll\nsip_listen 127.0.0.1:0\nmodule_path /usr/lib/baresip/modules\n`
  await writeFile(
    join(folder, 'config'),
    config + modules.replace('module module_app', 'module_app'),
  )
  const account = `<sip:1001@127.0.0.1:${stage.edge.sipPort};transport=udp>;regint=60`
  const auth = `auth_user="${user}";auth_pass="${password}"`
  await writeFile(join(folder, 'accounts'), `${account};${auth}\n`)
  await writeFile(join(folder, 'contacts'), '')
  await run(t, stage, '/usr/bin/baresip', ['-f', folder], folder)
  t.match(await stage.next('device.registered'), { agent: '1001' })
})

t.test('linphone registers', { skip: noLinphone }, async (t) => {
  const stage = await createSipStage()
  const { user, password } = sittingOf('1002')
  const folder = await clientFolder(t, 600)
  await mkdir(join(folder, '.local/share/linphone'), { recursive: true })
  const [sipPort] = await freePorts(1)
  const settings = [
    ...['[sip]', `sip_port=${sipPort}`, 'sip_tcp_port=0', 'sip_tls_port=0', 'default_proxy=0'],
    ...[
      '[auth_info_0]',
      'username=1002',
      `userid=${user}`,
      `passwd=${password}`,
      'realm=127.0.0.1',
    ],
    ...['[proxy_0]', `reg_proxy=<sip:127.0.0.1:${stage.edge.sipPort};transport=udp>`],
    ...['reg_identity=sip:1002@127.0.0.1', 'reg_expires=60', 'reg_sendregister=1', ''],
  ]
  await writeFile(join(folder, 'rc'), settings.join('\n'))
  const client = await run(t, stage, '/usr/bin/linphonec', ['-c', join(folder, 'rc')], folder)
  client.stdin.write('ipv6 disable\n')
  t.match(await stage.next('device.registered'), { agent: '1002' })
})
