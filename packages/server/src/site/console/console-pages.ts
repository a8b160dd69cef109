import { randomBytes } from 'node:crypto'
import { noSuchPage, type PageAnswer, type PageRoute, page } from '#site/page-route'
import { clerkPage } from './clerk-page.ts'
import { assetNamed, createConsoleFiles, installationFile } from './console-files.ts'
import { noncePlaceholder } from './nonce-placeholder.ts'
import { pageHeaders } from './page-headers.ts'

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
