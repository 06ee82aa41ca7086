import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import {
  type OpenedRecording,
  openRecording,
  RecordingUnreadable,
} from '../../../../media/recording/recordings.ts'
import type { Config } from '../../../config/config.ts'
import { notFound, HttpRefusal } from '../../http-refusal.ts'

const pieceBytes = 64 * 1024

/**
 * Sends a sound file, or the one range of it that is asked for (RFC 9110 section 14), in plain bytes. What turns out to
 * be damaged on the way breaks the connection: nobody takes half of it for the whole.
 */
export async function sendRecording(
  { dataDir, recording }: Pick<Config, 'dataDir' | 'recording'>,
  file: string,
  request: Request,
  response: Response,
): Promise<void> {
  const opened = await openRecording(dataDir, file, recording.keys).catch(refuse)
  try {
    const { start, end } = rangeOf(request, opened.bytes, response)
    response.set({
      'Content-Type': opened.contentType,
      'Content-Length': String(end - start),
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, no-cache',
    })
    await pipeline(Readable.from(piecesOf(opened, start, end)), response)
  } catch (error) {
    // A listener who goes away in the middle is no fault.
    if (!hasGoneAway(error)) throw error
  } finally {
    await opened.close()
  }
}

/** Several ranges at once are answered by the whole file, as RFC 9110 allows. */
function rangeOf(
  request: Request,
  bytes: number,
  response: Response,
): { start: number; end: number } {
  const ranges = request.range(bytes)
  if (ranges === -1) {
    response.set('Content-Range', `bytes */${bytes}`)
    throw new HttpRefusal(416, 'bad-frame', 'The range lies outside of the file.')
  }
  const [range] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : []
  if (range === undefined || !Array.isArray(ranges) || ranges.length > 1)
    return { start: 0, end: bytes }
  response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`)
  return { start: range.start, end: range.end + 1 }
}

async function* piecesOf(
  { read }: OpenedRecording,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceBytes)
    yield await read(at, Math.min(at + pieceBytes, end))
}

function refuse(error: unknown): never {
  if (error instanceof RecordingUnreadable && ['missing', 'outside'].includes(error.why))
    throw notFound('recording')
  throw error
}

const hasGoneAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
