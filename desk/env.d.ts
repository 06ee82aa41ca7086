/// <reference types="vite/client" />

type ImportMetaEnv = {
  /** Of the package that these pages were built from. */
  readonly VERSION: string
}
