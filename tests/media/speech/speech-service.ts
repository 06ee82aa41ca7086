import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { tone } from '../../../testkit/sound/tone.ts'
import { wavBytes } from '../prompts/wav-bytes.ts'

export type Asked = { readonly text: string; readonly language: string }
type Answer = (response: ServerResponse, asked: Asked) => void

/** A speech service: the words are answered by a tone, or as the test wants it. */
export async function startService(t: Test, answer: Answer = sayTone(1000)) {
  const asked: Asked[] = []
  const state = { answer, requests: 0, gone: 0 }
  const server = createServer((request, response) => {
    state.requests++
    response.on('close', () => (state.gone += response.writableFinished ? 0 : 1))
    void bodyOf(request).then((body) => {
      // The boundary: our own request.
      const words = JSON.parse(body) as Asked
      asked.push(words)
      state.answer(response, words)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked, state, url: `http://127.0.0.1:${port}/say` }
}

export const sayTone =
  (hertz: number, ms = 500): Answer =>
  (response) => {
    response.setHeader('content-type', 'audio/wav')
    response.end(wavBytes(tone(hertz, ms, 0.3, 16_000), { rate: 16_000 }))
  }

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
