import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import { Slider } from 'antd'
import { type SyntheticEvent, useRef, useState } from 'react'
import { formatDuration } from '../state/format.ts'
import { useMessages } from '../theme/preferences.tsx'
import { historyMessages } from './history-messages.ts'

type RecordingPlayerProps = { readonly url: string; readonly seconds: number }

/** Plays one recording in its row; nothing is fetched before Play is pressed. */
export function RecordingPlayer({ url, seconds }: RecordingPlayerProps) {
  const messages = useMessages(historyMessages)
  const sound = useSound()
  const name = sound.playing ? messages.stop : messages.play
  return (
    <div className="player">
      <audio src={url} preload="none" {...sound.listeners} />
      <button
        type="button"
        className="plain play"
        onClick={sound.toggle}
        aria-label={name}
        title={name}
      >
        {sound.playing ? <PauseOutlined /> : <CaretRightOutlined />}
      </button>
      {sound.failed ? (
        <span className="small over" role="alert">
          {messages.playFailed}
        </span>
      ) : (
        <Slider
          min={0}
          max={Math.max(1, seconds)}
          step={0.1}
          value={sound.at}
          onChange={sound.seek}
          tooltip={{ open: false }}
          ariaLabelForHandle={messages.play}
        />
      )}
      <span className="soft small">
        {formatDuration((sound.at > 0 ? sound.at : seconds) * 1000)}
      </span>
    </div>
  )
}

/** An `<audio>` element's state, and how to play it and move in it. */
function useSound() {
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [failed, setFailed] = useState(false)
  const seek = (second: number) => {
    if (audio.current !== null) audio.current.currentTime = second
    setAt(second)
  }
  const toggle = () => {
    setFailed(false)
    if (playing) audio.current?.pause()
    else void audio.current?.play().catch(() => setFailed(true))
  }
  const listeners = {
    ref: audio,
    onPlay: () => setPlaying(true),
    onPause: () => setPlaying(false),
    onEnded: () => seek(0),
    onTimeUpdate: (event: SyntheticEvent<HTMLAudioElement>) =>
      setAt(event.currentTarget.currentTime),
  }
  return { playing, at, failed, seek, toggle, listeners }
}
