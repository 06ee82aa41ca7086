#!/usr/bin/env node
/**
 * Renders the prompts of `texts.json`, the parts of spoken values (`parts.json`), the waiting music and tones into
 * `prompts/`: WAV, 8 kHz, mono, 16-bit. Files that are there stay as they are; `--all` makes all of them anew.
 * Wants espeak-ng and sox (`apt-get install espeak-ng sox`). Run: `node media/prompts/render.mjs`
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { composeMusic } from './music.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const prompts = join(here, '../../prompts')
const read = (name) => JSON.parse(readFileSync(join(here, name), 'utf8'))
const texts = read('texts.json')
const parts = read('parts.json')
const isWanted = (file) => process.argv.includes('--all') || !existsSync(file)

/** `cmn-latn-pinyin` reads Chinese characters; espeak-ng's `cmn` would spell them in English. */
const voices = {
  zh: { name: 'cmn-latn-pinyin+f3', wordsPerMinute: 185 },
  en: { name: 'en-us+f3', wordsPerMinute: 155 },
}
const speechDecibels = -21
const musicDecibels = -27
const highestNumber = 99
/** Silence after a text, and after a part, which goes on into the next one; seconds. */
const pauseAfterText = 0.12
const pauseAfterPart = 0.05
const toneHz = 450
const toneVolume = 0.15

/** 37 is 三十七: how a number is read in "the 37th place". */
function inChinese(number) {
  const digits = '零一二三四五六七八九'
  if (number < 10) return digits[number]
  const tens = Math.floor(number / 10)
  return `${tens === 1 ? '' : digits[tens]}十${number % 10 === 0 ? '' : digits[number % 10]}`
}

const spell = { zh: inChinese, en: String }

const sox = (...options) => execFileSync('sox', options.map(String), { encoding: 'utf8' })

/** Root mean square over the file, in dB below full scale. */
function loudness(file) {
  const report = execFileSync('sh', ['-c', `sox "$1" -n stats 2>&1`, 'sh', file], {
    encoding: 'utf8',
  })
  return Number(/RMS lev dB\s+(\S+)/.exec(report)?.[1])
}

/** To the telephone's band and rate, and to one loudness; a limiter keeps the peaks from clipping. */
function finish(raw, decibels, file, trims) {
  const level = `${file}.level.wav`
  mkdirSync(dirname(file), { recursive: true })
  sox(raw, '-r', 8000, '-c', 1, '-b', 16, level, 'highpass', 100, 'gain', -3, ...trims)
  sox('-D', level, file, 'gain', '-l', decibels - loudness(level))
  rmSync(level)
}

function speak(language, id, text, folder, pauseAfter = pauseAfterText) {
  const file = join(prompts, language, `${id}.wav`)
  if (!isWanted(file)) return
  const raw = join(folder, 'raw.wav')
  const { name, wordsPerMinute } = voices[language]
  execFileSync(
    'espeak-ng',
    ['-v', name, '-s', String(wordsPerMinute), '-g', '2', '-w', raw, '--stdin'],
    {
      input: text,
    },
  )
  const edge = ['silence', 1, 0.02, '0.5%', 'reverse']
  finish(raw, speechDecibels, file, [...edge, ...edge, 'pad', 0.02, pauseAfter])
}

function play(folder) {
  const file = join(prompts, 'music/default.wav')
  if (!isWanted(file)) return
  const raw = join(folder, 'music.raw')
  const samples = composeMusic()
  writeFileSync(
    raw,
    Int16Array.from(samples, (sample) => Math.round(sample * 12_000)),
  )
  const wav = join(folder, 'music.wav')
  sox('-t', 'raw', '-r', 8000, '-c', 1, '-b', 16, '-e', 'signed', raw, wav)
  finish(wav, musicDecibels, file, [])
}

/** A quarter of a second between groups of digits. */
function hush(file) {
  if (isWanted(file)) sox('-n', '-D', '-r', 8000, '-c', 1, '-b', 16, file, 'trim', 0, 0.25)
}

/** Pure tones of 450 Hz: what a caller hears in China while it rings (1 s in 5), and the beep before a message. */
function sing(folder) {
  const raw = join(folder, 'tone.wav')
  const tones = { ringback: { seconds: 1, silence: 4 }, beep: { seconds: 0.4, silence: 0.1 } }
  for (const [name, { seconds, silence }] of Object.entries(tones)) {
    const shape = ['synth', seconds, 'sine', toneHz, 'fade', 'h', 0.02, seconds, 0.02]
    sox('-n', '-r', 8000, '-c', 1, '-b', 16, raw, ...shape, 'vol', toneVolume)
    const file = join(prompts, 'tone', `${name}.wav`)
    if (!isWanted(file)) continue
    mkdirSync(dirname(file), { recursive: true })
    sox('-D', raw, file, 'pad', 0, silence)
  }
}

const folder = mkdtempSync(join(tmpdir(), 'prompts-'))
try {
  for (const [language, spoken] of Object.entries(texts)) {
    for (const [id, text] of Object.entries(spoken)) speak(language, id, text, folder)
    for (const [id, text] of Object.entries(parts[language]))
      speak(language, id, text, folder, pauseAfterPart)
    hush(join(prompts, language, 'pause.wav'))
    for (let number = 0; number <= highestNumber; number++)
      speak(language, `number/${number}`, spell[language](number), folder)
  }
  play(folder)
  sing(folder)
} finally {
  rmSync(folder, { recursive: true })
}
