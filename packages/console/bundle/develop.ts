import { createServer } from 'vite'
import { viteSettings } from './vite-settings.ts'

// `npm run dev:console`: the console with hot reload, in front of a server that `npm run dev` runs.
const target = process.env['YAOQUAN_URL'] ?? 'http://127.0.0.1:8080'
const server = await createServer({
  ...viteSettings,
  server: { port: 8090, proxy: { '/console/api': { target, changeOrigin: true } } },
})
await server.listen()
server.printUrls()
server.bindCLIShortcuts({ print: true })
