const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/**
 * Shows one step of work: on a terminal a line that moves, elsewhere a line at the start, the end and every ten
 * seconds. `work(report)` may tell what it is doing at the moment; its result is returned.
 */
export async function showStep(title, work) {
  const show = process.stderr.isTTY ? onTerminal(title) : inLog(title)
  try {
    const result = await work(show.report)
    show.end('✓')
    return result
  } catch (error) {
    show.end('✗')
    throw error
  }
}

function onTerminal(title) {
  const since = Date.now()
  let [text, turn] = ['', 0]
  const draw = (sign) => {
    const line = `${sign} ${title}  ${seconds(Date.now() - since)}  ${text}`
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
  }
  const timer = setInterval(() => draw(frames[turn++ % frames.length]), 100)
  return {
    report: (now) => (text = oneLine(now)),
    end(sign) {
      clearInterval(timer)
      text = ''
      draw(sign)
      process.stderr.write('\n')
    },
  }
}

function inLog(title) {
  const since = Date.now()
  let text = ''
  console.error(`… ${title}`)
  const timer = setInterval(
    () => console.error(`… ${title}  ${seconds(Date.now() - since)}  ${text}`),
    10_000,
  )
  return {
    report: (now) => (text = oneLine(now)),
    end(sign) {
      clearInterval(timer)
      console.error(`${sign} ${title}  ${seconds(Date.now() - since)}`)
    },
  }
}

const oneLine = (text) => String(text).trim().split('\n').at(-1)
