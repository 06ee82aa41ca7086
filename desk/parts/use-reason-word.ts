import type { TenantView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { sharedWords } from '../words/shared-words.ts'

/** A not-ready reason in words: one of the tenant's, or one that the centre gave by itself. */
export function useReasonWord(
  tenant: TenantView | undefined,
): (reason: string | undefined) => string | undefined {
  const { language } = useTaste()
  const words = useWords(sharedWords)
  const own: Readonly<Record<string, string>> = { ...words.reason, ...words.afterwards }
  return (reason) => {
    if (reason === undefined) return undefined
    return tenant?.notReadyReasons.find(({ id }) => id === reason)?.name[language] ?? own[reason]
  }
}
