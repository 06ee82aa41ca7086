const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** Work that is done sooner is not worth a line. */
const quietMs = 400
const logEveryMs = 10_000

/**
 * Shows one step of work once it takes longer than a moment: on a terminal as a line that moves, elsewhere as a line
 * now and then. `work(report)` may tell what it is doing; its result is returned.
 */
export async function showStep(title, work) {
  const since = Date.now()
  const draw = process.stderr.isTTY ? drawOnTerminal : drawInLog
  let [text, turn] = ['', 0]
  const show = (sign) =>
    draw(`${sign} ${title}  ${((Date.now() - since) / 1000).toFixed(1)} s  ${text}`)
  const next = () => show(frames[turn++ % frames.length])
  let timer = setTimeout(() => {
    next()
    timer = setInterval(next, process.stderr.isTTY ? 100 : logEveryMs)
  }, quietMs)
  const end = (sign) => {
    clearInterval(timer)
    text = ''
    if (turn === 0) return
    show(sign)
    if (process.stderr.isTTY) process.stderr.write('\n')
  }
  try {
    const result = await work((now) => (text = lastLine(now)))
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  }
}

function drawOnTerminal(line) {
  process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
}

function drawInLog(line) {
  process.stderr.write(`${line.trimEnd()}\n`)
}

const lastLine = (text) => String(text).trim().split('\n').at(-1)
