/** A fault that the reader can mend: its message is one sentence that says what to do. */
export class SetupFault extends Error {
  name = 'SetupFault'
}

/** Runs an entry; a SetupFault becomes its sentence and exit code 1, anything else keeps its stack: it is a bug. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof SetupFault ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
