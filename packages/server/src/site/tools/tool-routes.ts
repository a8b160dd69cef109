import type { Assets } from '#site/assets'
import { html } from '#site/html'
import { renderLayout } from '#site/layout'
import type { PageLanguage } from '#site/page-language'
import { lastingPage, type PageAnswer, type PageRoute } from '#site/page-route'
import { type Tool, tools } from './tools.ts'

/** The pages of the browser tools, in both languages. Scripts fill them in, so what a user types stays in the browser. */
export function toolRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  return tools.flatMap((tool) =>
    (['zh', 'en'] as const).map((language): PageRoute => {
      let made: Promise<PageAnswer> | undefined
      return {
        verb: 'GET',
        path: tool.path[language],
        answer() {
          made ??= renderTool(tool, language, assets)
          return made
        },
      }
    }),
  )
}

async function renderTool(tool: Tool, language: PageLanguage, assets: Assets): Promise<PageAnswer> {
  const content = html`<main id="content" class="tool">
<h1>${tool.title[language]}</h1>
<p class="quiet">${tool.description[language]}</p>
<noscript><p>${needsScript[language]}</p></noscript>
<div id="${tool.script}" class="tool-parts"></div>
</main>`
  const text = await renderLayout(
    {
      language,
      title: tool.title[language],
      description: tool.description[language],
      path: tool.path,
      part: tool.script,
      content,
      scripts: [tool.script],
      stylesheets: ['tools'],
    },
    assets,
  )
  return lastingPage(text)
}

const needsScript = {
  zh: '这个工具在浏览器中计算签名，需要启用 JavaScript。也可以使用命令行 yaoquan call 与 yaoquan sign。',
  en: 'This tool computes signatures in the browser and needs JavaScript. On the command line, use yaoquan call and yaoquan sign.',
} as const
