import { openAssets } from '#site/assets'
import { pageLanguages } from '#site/page-route'
import { documentPath } from './document/document.ts'
import { documentPage } from './document-page.ts'
import { centrePages } from './home-page.ts'
import { machineFiles } from './machine/machine-routes.ts'

/**
 * The document centre as static files that a browser can read from a folder, without a server.
 * @param gatewayUrl the gateway that samples call; links to the tools lead to its server
 * @returns content by relative path, with `/` as separator
 */
export async function exportDocumentation(gatewayUrl: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const assets = openAssets()
  const files = new Map<string, Uint8Array>()
  const encoder = new TextEncoder()
  for (const language of pageLanguages) {
    const view = { language, gatewayUrl }
    for (const { slug, summary, content } of centrePages) {
      const text = await documentPage({ ...content(view), slug, description: summary[language] }, view, assets)
      const file = fileOf(documentPath(slug, language)) ?? ''
      files.set(file, encoder.encode(withFileLinks(text, { file, server: new URL(gatewayUrl).origin })))
    }
  }
  for (const [name, body] of assets.files()) files.set(`assets/${name}`, body)
  for (const [path, { make }] of Object.entries(machineFiles)) {
    files.set(fileOf(path) ?? '', encoder.encode(make(gatewayUrl)))
  }
  return files
}

/** @returns the file for a path of the server; undefined if the path is not exported */
function fileOf(path: string): string | undefined {
  if (path.startsWith('/assets/') || path === '/openapi.json') return path.slice(1)
  const [, folder = '', name] = /^\/docs\/(en\/)?([^/]*)$/.exec(path) ?? []
  if (name === undefined) return undefined
  if (path in machineFiles) return name
  return `${folder}${name === '' ? 'index' : name}.html`
}

/** Makes links to exported pages relative. Links to the tools, which need a server, become absolute. */
function withFileLinks(text: string, { file, server }: Readonly<{ file: string; server: string }>): string {
  const up = '../'.repeat(file.split('/').length - 1)
  return text.replaceAll(/ (href|src|action)="(\/[^"#?]*)/g, (_, attribute: string, path: string) => {
    const target = fileOf(path)
    return ` ${attribute}="${target === undefined ? server + path : up + target}`
  })
}
