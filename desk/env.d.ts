/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Of the package that these pages were built from. */
  readonly VERSION: string
}
