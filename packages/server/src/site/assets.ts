import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { brand, readScript } from '#browser-scripts'
import { noSuchPage, type PageAnswer, type PageRoute, page } from './page-route.ts'

/** Style sheets and scripts of the pages. File names contain a hash of the content, so browsers may cache them for good. */
export type Assets = Readonly<{
  /** URL of a style sheet, by the name of its folder in `styles/`. */
  stylesheet: (name: string) => Promise<string>
  /** URL of a script of `packages/browser/src/entries`, by its name without `.ts`. */
  browserScript: (name: string) => Promise<string>
  /** Content by file name of everything requested so far. The static export writes these files. */
  files: () => ReadonlyMap<string, Uint8Array>
  route: PageRoute
}>

type Asset = Readonly<{ fileName: string; answer: PageAnswer }>
type Kind = 'css' | 'js'

/** Style sheets and scripts are read and bundled on first use. */
export function openAssets(): Assets {
  const known = new Map<string, Promise<Asset | undefined>>()
  const loaded = new Map<string, Uint8Array>()
  const load = (name: string, kind: Kind): Promise<Asset | undefined> => {
    const key = `${name}.${kind}`
    const asset = known.get(key) ?? readAsset(name, kind)
    known.set(key, asset)
    return asset
  }
  const urlOf = async (name: string, kind: Kind): Promise<string> => {
    const asset = await load(name, kind)
    if (asset === undefined) throw new Error(`no asset named ${name}.${kind}`)
    loaded.set(asset.fileName, asset.answer.body)
    return `/assets/${asset.fileName}`
  }
  return {
    stylesheet: (name) => urlOf(name, 'css'),
    browserScript: (name) => urlOf(name, 'js'),
    files: () => loaded,
    route: {
      verb: 'GET',
      path: '/assets/:file',
      async answer({ parameters: { file = '' } }) {
        const [, name = '', kind] = /^([a-z-]{1,40})\.[\w-]+\.(css|js)$/.exec(file) ?? []
        const asset = kind === 'css' || kind === 'js' ? await load(name, kind) : undefined
        // A page of the previous version may request its own asset. The current one would not match that page.
        return asset?.fileName === file ? asset.answer : noSuchPage()
      },
    },
  }
}

async function readAsset(name: string, kind: Kind): Promise<Asset | undefined> {
  const text = kind === 'css' ? readStylesheet(name) : await readScript(name)
  if (text === undefined) return undefined
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 12)
  return {
    fileName: `${name}.${digest}.${kind}`,
    answer: {
      ...page(text, kind === 'css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8'),
      cacheControl: 'public, max-age=31536000, immutable',
      isLasting: true,
    },
  }
}

/** The files of the folder, concatenated in the order of their names; `site`, which every page has, begins with the tokens. */
function readStylesheet(name: string): string | undefined {
  const folder = new URL(`./styles/${name}/`, import.meta.url)
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder).filter((file) => file.endsWith('.css'))
  const texts = files.toSorted().map((file) => readFileSync(new URL(file, folder), 'utf8'))
  return [...(name === 'site' ? [brand.tokenStyle] : []), ...texts].join('\n')
}
