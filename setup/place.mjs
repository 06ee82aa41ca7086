import { fileURLToPath } from 'node:url'

/** The top folder of the repository, with a slash at its end. */
export const top = fileURLToPath(new URL('..', import.meta.url))
/** Where set-up and gates keep logs and caches. */
export const buildDir = `${top}.build`
