import type { ContactView } from '../../cti/protocol.ts'
import { isLow, SoundSign } from '../components/sound-sign.tsx'
import { soundMessages } from '../messages/sound-messages.ts'
import { useMessages } from '../theme/preferences.tsx'

/** How the agent hears the customer and is heard, at the end of the line of notices. */
export function TalkSound({ contact }: { readonly contact: ContactView }) {
  const messages = useMessages(soundMessages)
  const { caller, agent } = contact.sound ?? {}
  const tell = (sentence: string, hint: string, low: boolean) =>
    low ? `${sentence}${messages.stop}${hint}` : sentence
  return (
    <span className="talk-sound">
      {caller !== undefined && (
        <SoundSign
          grade={caller.grade}
          whose={messages.customer}
          told={tell(
            messages.customerSounds(messages.grade[caller.grade], caller.mos.toFixed(1)),
            messages.customerHint,
            isLow(caller.grade),
          )}
        />
      )}
      {agent !== undefined && (
        <SoundSign
          grade={agent.grade}
          whose={messages.you}
          told={tell(
            messages.youSound(messages.grade[agent.grade], agent.mos.toFixed(1)),
            messages.yourHint,
            isLow(agent.grade),
          )}
        />
      )}
    </span>
  )
}
