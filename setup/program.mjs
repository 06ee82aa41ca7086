import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { buildDir, top } from './place.mjs'

/** Runs a program to its end: `{ code, output }`, both streams in `output`; each piece also goes to `onOutput`. */
export function runProgram(command, args, { env, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: top,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (piece) => {
      output += piece
      onOutput?.(piece)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Keeps a program's output below `.build/` and gives the path to tell the reader. */
export function keepLog(name, output) {
  mkdirSync(buildDir, { recursive: true })
  writeFileSync(join(buildDir, `${name}.log`), output)
  return `.build/${name}.log`
}

/** Whether a command is on the PATH. */
export function hasCommand(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
