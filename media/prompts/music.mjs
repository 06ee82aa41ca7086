/** The waiting music: eight bars of broken chords and a slow tune, made of decaying sines; ours, so free to use. */

const sampleRate = 8000
const beatSeconds = 0.75
const beats = 32

/** Four beats each: the root, and the chord above it, as MIDI note numbers. */
const chords = [
  [36, [60, 64, 67, 71]],
  [33, [57, 60, 64, 67]],
  [41, [57, 60, 65, 69]],
  [43, [59, 62, 67, 69]],
  [40, [59, 64, 67, 71]],
  [33, [57, 60, 64, 69]],
  [38, [57, 62, 65, 69]],
  [43, [59, 62, 65, 67]],
]

/** The tune: when it sounds, in beats, and which note. */
const tune = [
  [0, 76], [2, 79], [3, 76], [4, 72], [6, 74], [7, 76], [8, 77], [10, 76], [11, 74], [12, 71], [14, 74],
  [16, 79], [18, 76], [19, 79], [20, 81], [22, 79], [23, 76], [24, 74], [26, 77], [27, 76], [28, 74], [30, 71],
] // prettier-ignore

const hertz = (note) => 440 * 2 ** ((note - 69) / 12)

/** Adds one note; what rings on beyond the end goes on at the beginning, so that the loop has no seam. */
function strike(into, atBeat, note, level, decaySeconds) {
  const start = Math.round(atBeat * beatSeconds * sampleRate)
  const turn = (2 * Math.PI * hertz(note)) / sampleRate
  const length = Math.round(decaySeconds * 5 * sampleRate)
  for (let index = 0; index < length; index++) {
    const seconds = index / sampleRate
    const attack = Math.min(1, seconds / 0.012)
    const loudness = level * attack * Math.exp(-seconds / decaySeconds)
    const tone = Math.sin(turn * index) + 0.22 * Math.sin(2 * turn * index) * Math.exp(-seconds * 3)
    into[(start + index) % into.length] += loudness * tone
  }
}

/** Samples between -1 and 1, at 8 kHz: a loop of 24 s. */
export function composeMusic() {
  const samples = new Float64Array(beats * beatSeconds * sampleRate)
  chords.forEach(([root, chord], bar) => {
    strike(samples, bar * 4, root + 12, 0.3, 1.2)
    strike(samples, bar * 4 + 2, root + 12, 0.18, 0.9)
    for (let eighth = 0; eighth < 8; eighth++) {
      const step = [0, 1, 2, 3, 2, 1, 2, 1][eighth]
      strike(samples, bar * 4 + eighth / 2, chord[step], eighth % 2 === 0 ? 0.2 : 0.14, 0.45)
    }
  })
  for (const [atBeat, note] of tune) strike(samples, atBeat, note, 0.2, 0.7)
  return samples
}
