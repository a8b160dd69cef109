import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { markUrl } from '@yaoquan/browser/mark'
import type { InlineConfig } from 'vite'

/** The folder of this package, with `index.html`. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** The console; the clerk's mode, which is a small page of its own; and its service worker. */
const entries = { index: 'index.html', clerk: 'clerk.html', 'clerk-worker': 'src/clerk/offline/clerk-worker.ts' }

/** What the build begins with, by absolute paths. */
export const input: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(entries).map(([name, path]) => [name, join(packageFolder, path)]),
)

/**
 * Placeholder in the built page. The server replaces it with the nonce of the response. Vite puts it on the page's scripts and into
 * `<meta property="csp-nonce">`, from where `src/design/nonce.ts` takes it.
 */
export const noncePlaceholder = 'YAOQUAN-NONCE'

/** What build and development server have in common. */
export const viteSettings: InlineConfig = {
  configFile: false,
  root: packageFolder,
  base: '/console/',
  plugins: [react(), { name: 'mark', transformIndexHtml: (html) => html.replace('YAOQUAN-MARK', markUrl) }],
  html: { cspNonce: noncePlaceholder },
}
