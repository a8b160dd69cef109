import type { Assets } from '../site/assets.ts'
import { html } from '../site/html.ts'
import { renderLayout } from '../site/layout.ts'
import { type PageRoute, page, redirect } from '../site/page-route.ts'

/** Every page of the document centre. */
export function documentationRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  return [
    { verb: 'GET', path: '/', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs', answer: () => redirect('/docs/') },
    {
      verb: 'GET',
      path: '/docs/',
      async answer() {
        const content = html`<main id="content" class="wide"><h1>文档中心</h1></main>`
        const path = { zh: '/docs/', en: '/docs/' }
        const text = { language: 'zh', title: '文档中心', path, part: 'documentation', content, scripts: [] } as const
        return page(await renderLayout(text, assets))
      },
    },
  ]
}
