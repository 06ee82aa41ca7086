/** One end's view of a dialog. */
export type DialogName = {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
}

/** A Replaces header for the far end of our dialog, as it stands in a URI: there our tag is the remote one, RFC 3891. */
export const escapeReplaces = ({ callId, localTag, remoteTag }: DialogName): string =>
  encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`)

/** Reads a Replaces header that was written for us; undefined when it can't be read. */
export function readReplaces(text: string): DialogName | undefined {
  const [callId = '', ...parts] = text.split(';').map((part) => part.trim())
  const tag = (name: string): string | undefined =>
    parts.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const [localTag, remoteTag] = [tag('to-tag'), tag('from-tag')]
  return callId && localTag && remoteTag ? { callId, localTag, remoteTag } : undefined
}

/** The Replaces among the headers of a URI. */
export function replacesIn(uri: string): string | undefined {
  const escaped = /[?&]Replaces=([^&>]*)/i.exec(uri)?.[1]
  try {
    return escaped === undefined ? undefined : decodeURIComponent(escaped)
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}
