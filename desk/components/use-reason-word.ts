import type { TenantView } from '../../cti/protocol.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'

/** A not-ready reason in words: one of the tenant's, or one that the centre gave by itself. */
export function useReasonWord(
  tenant: TenantView | undefined,
): (reason: string | undefined) => string | undefined {
  const { language } = usePreferences()
  const messages = useMessages(sharedMessages)
  const own: Readonly<Record<string, string>> = { ...messages.reason, ...messages.afterwards }
  return (reason) => {
    if (reason === undefined) return undefined
    return tenant?.notReadyReasons.find(({ id }) => id === reason)?.name[language] ?? own[reason]
  }
}
