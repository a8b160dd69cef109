import { randomBytes } from 'node:crypto'
import { noSuchPage, type PageAnswer, type PageRoute, page } from '#site/page-route'
import { assetNamed, createConsoleFiles, installationFile } from './console-files.ts'

/** What `packages/console/bundle/vite-settings.ts` writes where the nonce of a page belongs. */
const noncePlaceholder = 'YAOQUAN-NONCE'

/** The operator's console: its page under every path below `/console`, since the page itself reads the path, and its assets. */
export function consolePages(): readonly PageRoute[] {
  const files = createConsoleFiles()
  const answerPage: PageRoute['answer'] = async ({ path }) => {
    if (path.startsWith('/console/api/') || path.startsWith('/console/assets/')) return noSuchPage()
    const read = await files()
    return installationFile(read, path) ?? consolePage(read.indexHtml)
  }
  return [
    {
      verb: 'GET',
      path: '/console/assets/:file',
      answer: async ({ parameters: { file = '' } }) => assetNamed(await files(), file),
    },
    { verb: 'GET', path: '/console/clerk', answer: async () => clerkPage((await files()).clerkHtml) },
    { verb: 'GET', path: '/console', answer: answerPage },
    { verb: 'GET', path: '/console/*', answer: answerPage },
  ]
}

/**
 * The page with a nonce of its own. Styles are the only inline content that the policy allows, and only with the nonce:
 * the components write their styles while they run.
 */
function consolePage(indexHtml: string): PageAnswer {
  const nonce = randomBytes(18).toString('base64url')
  return {
    ...page(indexHtml.replaceAll(noncePlaceholder, nonce)),
    cacheControl: 'no-store',
    headers: pageHeaders({ inline: ` 'nonce-${nonce}'` }),
  }
}

/**
 * The page of the clerk's mode. All its styles are in a file, so it needs no nonce, and a phone may keep it for when there is no network. It is
 * the one page that may ask for the camera, to scan codes.
 */
function clerkPage(html: string): PageAnswer {
  return {
    ...page(html.replaceAll(` nonce="${noncePlaceholder}"`, '')),
    headers: pageHeaders({ more: ["manifest-src 'self'", "worker-src 'self'"], camera: 'self' }),
  }
}

type Allowed = Readonly<{
  /** Sources of scripts and styles besides the files of this server. */
  inline?: string
  /** Directives of the policy besides those of every page. */
  more?: readonly string[]
  /** Origins that may use the camera. */
  camera?: '' | 'self'
}>

/** Headers of a page of the console: what is not allowed here is forbidden. */
function pageHeaders({ inline = '', more = [], camera = '' }: Allowed): NonNullable<PageAnswer['headers']> {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    ...more,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'permissions-policy': `camera=(${camera}), geolocation=(), microphone=()`,
  }
}
