import type { LegId } from '../core/names.ts'
import type { EndpointMemo, Media } from '../media/media.ts'

/** The media room, with each change of an endpoint noted for the next process. */
export function noteEndpoints(
  media: Media,
  note: (leg: LegId, endpoint: EndpointMemo) => void,
): Media {
  const noting = async <Result>(leg: LegId, done: Promise<Result>): Promise<Result> => {
    const result = await done
    const memo = media.memoOf(leg)
    if (memo) note(leg, memo)
    return result
  }
  return {
    answer: (leg, ...more) => noting(leg, media.answer(leg, ...more)),
    offer: (leg, ...more) => noting(leg, media.offer(leg, ...more)),
    accept: (leg, answer) => noting(leg, media.accept(leg, answer)),
    reanswer: (leg, offer) => noting(leg, media.reanswer(leg, offer)),
    reoffer: (leg) => noting(leg, media.reoffer(leg)),
    takeUp: (leg, memo) => noting(leg, media.takeUp(leg, memo)),
    mendRecordings: (goOn) => media.mendRecordings(goOn),
    memoOf: (leg) => media.memoOf(leg),
    perform: (effect, fromMs) => media.perform(effect, fromMs),
    close: (leg) => media.close(leg),
    legs: () => media.legs(),
    stop: () => media.stop(),
  }
}
