import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import release from './package.json' with { type: 'json' }

const pages = ['index', 'wallboard', 'call', 'admin']
const page = (path: string) => fileURLToPath(new URL(`desk/${path}.html`, import.meta.url))
/** Other sites name it in a script tag, so its name stays the same. */
const embed = fileURLToPath(new URL('desk/call/embed.ts', import.meta.url))
const centre = 'http://127.0.0.1:8080'

/** `--mode preview` builds the preview, where pages stand with fixed views; it never reaches dist/desk. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('desk', import.meta.url)),
  appType: 'mpa',
  plugins: [react()],
  define: { 'import.meta.env.VERSION': JSON.stringify(release.version) },
  build: {
    outDir: fileURLToPath(
      new URL(mode === 'preview' ? '.build/preview' : 'dist/desk', import.meta.url),
    ),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: mode === 'preview' ? [page('preview/preview')] : [...pages.map(page), embed],
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'softphone', test: /node_modules[\\/]sip\.js[\\/]|[\\/]softphone[\\/]/ },
            { name: 'protocol', test: /node_modules[\\/]zod[\\/]|[\\/]cti[\\/]|without-eval/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': centre, '/healthz': centre, '/cti': { target: centre, ws: true } },
  },
}))
