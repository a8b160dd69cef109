import type { Assets } from './assets.ts'
import { html } from './html.ts'
import { renderLayout } from './layout.ts'
import {
  type Localized,
  lastingPage,
  type PageAnswer,
  type PageLanguage,
  type PageRoute,
  pageLanguages,
} from './page-route.ts'

/** A page that a script fills in, so what a user types stays in the browser. */
export type ScriptPage = Readonly<{
  /** Entry of `packages/browser/src/entries`, and the id of the element that the script fills. */
  name: string
  path: Localized
  title: Localized
  description: Localized
  /** What readers without JavaScript see. */
  needsScript: Localized
  /** Class of the element that the script fills. */
  className?: string
}>

/** The routes of a page in both languages. Each is rendered once, on its first request. */
export function scriptPageRoutes(page: ScriptPage, assets: Assets): readonly PageRoute[] {
  return pageLanguages.map((language) => {
    let made: Promise<PageAnswer> | undefined
    return {
      verb: 'GET',
      path: page.path[language],
      answer() {
        made ??= render(page, language, assets)
        return made
      },
    }
  })
}

async function render(page: ScriptPage, language: PageLanguage, assets: Assets): Promise<PageAnswer> {
  const { name, path, className } = page
  const title = page.title[language]
  const description = page.description[language]
  const content = html`<main id="content" class="tool">
<h1>${title}</h1>
<p class="quiet">${description}</p>
<noscript><p>${page.needsScript[language]}</p></noscript>
<div id="${name}"${className && html` class="${className}"`}></div>
</main>`
  const layout = { language, title, description, path, part: name, content, scripts: [name], stylesheets: ['tools'] }
  return lastingPage(await renderLayout(layout, assets))
}
