import t from 'tap'
import type { PromptId } from '../../../core/names.ts'
import { joinPieces, playlistOf } from '../../../media/prompts/playlist.ts'

t.test('a folder of music is a playlist in the order of its names', async (t) => {
  const sounds = new Map(
    [
      ['music/jazz/10', 10],
      ['music/jazz/9', 9],
      ['music/jazz/late/1', 11],
      ['music/default', 1],
      ['zh/welcome', 2],
    ].map(([id, sample]) => [id as PromptId, Int16Array.of(Number(sample), 0)]),
  )
  const lists = [...sounds.keys()].map(playlistOf)
  t.same(lists, ['music/jazz', 'music/jazz', 'music/jazz', undefined, undefined])
  const joined = joinPieces('music/jazz' as PromptId, sounds)
  t.same([...(joined ?? [])], [9, 0, 10, 0, 11, 0])
  t.ok(joined?.buffer instanceof SharedArrayBuffer)
  t.equal(joinPieces('music/rock' as PromptId, sounds), undefined)
})
