import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { isLow, SoundSign } from '../parts/sound-sign.tsx'
import { soundWords } from '../words/sound-words.ts'

/** How the agent hears the customer and is heard, at the end of the line of notices. */
export function TalkSound({ contact }: { readonly contact: ContactView }) {
  const words = useWords(soundWords)
  const { caller, agent } = contact.sound ?? {}
  const tell = (sentence: string, hint: string, low: boolean) =>
    low ? `${sentence}${words.stop}${hint}` : sentence
  return (
    <span className="talk-sound">
      {caller !== undefined && (
        <SoundSign
          grade={caller.grade}
          whose={words.customer}
          told={tell(
            words.customerSounds(words.grade[caller.grade], caller.mos.toFixed(1)),
            words.customerHint,
            isLow(caller.grade),
          )}
        />
      )}
      {agent !== undefined && (
        <SoundSign
          grade={agent.grade}
          whose={words.you}
          told={tell(
            words.youSound(words.grade[agent.grade], agent.mos.toFixed(1)),
            words.yourHint,
            isLow(agent.grade),
          )}
        />
      )}
    </span>
  )
}
