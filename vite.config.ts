import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const pages = ['index', 'wallboard', 'call', 'admin']
const page = (path: string) => fileURLToPath(new URL(`desk/${path}.html`, import.meta.url))
const centre = 'http://127.0.0.1:8080'

/** `--mode stage` adds the stage, where pages stand with fixed views; it never reaches dist/desk. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('desk', import.meta.url)),
  appType: 'mpa',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(
      new URL(mode === 'stage' ? '.build/stage' : 'dist/desk', import.meta.url),
    ),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: mode === 'stage' ? [page('stage/stage')] : pages.map(page),
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': centre, '/healthz': centre, '/cti': { target: centre, ws: true } },
  },
}))
