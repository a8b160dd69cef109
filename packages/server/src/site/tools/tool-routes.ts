import type { Assets } from '#site/assets'
import { html } from '#site/html'
import { renderLayout } from '#site/layout'
import { apiTool, type SitePart, signatureTool } from '#site/navigation'
import { type PageLanguage, pageLanguages } from '#site/page-language'
import { lastingPage, type PageAnswer, type PageRoute } from '#site/page-route'

/**
 * A tool that runs in the browser. The name of its part is the entry of `packages/browser/src/entries`, and the id of
 * the element that the script fills.
 */
type Tool = Readonly<{ part: SitePart; title: SitePart['title']; description: SitePart['title'] }>

const tools: readonly Tool[] = [
  {
    part: apiTool,
    title: { zh: 'API测试工具', en: 'API tool' },
    description: {
      zh: '选择API，填写参数，在浏览器中签名并调用本服务器，查看待签名串、请求、响应和各语言的代码。',
      en: 'Choose a method and fill in its parameters. The browser signs and sends the call and shows base string, request, response and sample code.',
    },
  },
  {
    part: signatureTool,
    title: signatureTool.title,
    description: {
      zh: '粘贴签名失败（错误码 25）的请求，查看错在哪里、正确的待签名串是什么。',
      en: 'Paste a request that failed with code 25 to see what is wrong with its signature and what the correct base string is.',
    },
  },
]

/** The pages of the browser tools, in both languages. Scripts fill them in, so what a user types stays in the browser. */
export function toolRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  return tools.flatMap((tool) =>
    pageLanguages.map((language): PageRoute => {
      let made: Promise<PageAnswer> | undefined
      return {
        verb: 'GET',
        path: tool.part.path[language],
        answer() {
          made ??= renderTool(tool, language, assets)
          return made
        },
      }
    }),
  )
}

async function renderTool(tool: Tool, language: PageLanguage, assets: Assets): Promise<PageAnswer> {
  const { name, path } = tool.part
  const title = tool.title[language]
  const description = tool.description[language]
  const content = html`<main id="content" class="tool">
<h1>${title}</h1>
<p class="quiet">${description}</p>
<noscript><p>${needsScript[language]}</p></noscript>
<div id="${name}" class="tool-parts"></div>
</main>`
  const page = { language, title, description, path, part: name, content, scripts: [name], stylesheets: ['tools'] }
  return lastingPage(await renderLayout(page, assets))
}

const needsScript = {
  zh: '这个工具在浏览器中计算签名，需要启用 JavaScript。也可以使用命令行 yaoquan call 与 yaoquan sign。',
  en: 'This tool computes signatures in the browser and needs JavaScript. On the command line, use yaoquan call and yaoquan sign.',
} as const
