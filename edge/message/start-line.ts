import { isRequestUri } from './uri.ts'

type RequestLine = { readonly method: string; readonly uri: string }

/** What is wrong, in one of a few fixed texts: it counts in the metrics and is the reason phrase of the answer. */
export type StartLineFault = { readonly reason: string; readonly status: 400 | 505 }

export const isFault = (read: object): read is StartLineFault => 'reason' in read

const token = /^[\w.!%*+`'~-]+$/

/** RFC 3261 section 7.1: single spaces, nothing around them. */
export function readRequestLine(start: string): RequestLine | StartLineFault {
  const parts = start.split(' ', 4)
  const [method = '', uri = '', version = ''] = parts
  if (parts.length !== 3 || !token.test(method) || !/^SIP\/\d+\.\d+$/i.test(version))
    return { reason: 'Malformed Request Line', status: 400 }
  if (version.slice(4) !== '2.0') return { reason: 'Version Not Supported', status: 505 }
  return isRequestUri(uri) ? { method, uri } : { reason: 'Malformed Request-URI', status: 400 }
}

/** RFC 3261 section 7.2; undefined when it is none. Who leaves out the reason may leave out the space before it. */
export function readStatus(start: string): number | undefined {
  const [, code] = /^SIP\/2\.0 ([1-6]\d\d)(?: |$)/i.exec(start) ?? []
  return code ? Number(code) : undefined
}

/** Whoever names SIP of whatever version in front means a response, and responses are never answered. */
export const isStatusLine = (start: string): boolean => /^\s*SIP\//i.test(start)

/** It looks like a request of SIP of whatever version, and is no ACK. */
export const isAnswerable = (start: string): boolean =>
  /\sSIP\/\d+\.\d+\s*$/i.test(start) && !/^\s*ACK\s/i.test(start)
