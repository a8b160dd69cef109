import type { Assets } from '#site/assets'
import { apiTool, signatureTool } from '#site/layout'
import { type PageRoute, pageLanguages, redirect } from '#site/page-route'
import { type ScriptPage, scriptPageRoutes } from '#site/script-page'

/** The pages of the browser tools, in both languages, and the folder they are in, which leads to the first. */
export function toolRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  const starts = pageLanguages.map((language): PageRoute => {
    const { [language]: start } = apiTool.path
    return { verb: 'GET', path: start.replace(/\/api$/, ''), answer: () => redirect(start) }
  })
  return [...starts, ...tools.flatMap((tool) => scriptPageRoutes(tool, assets))]
}

const needsScript = {
  zh: '这个工具在浏览器中计算签名，需要启用 JavaScript。也可以使用命令行 yaoquan call 与 yaoquan sign。',
  en: 'This tool computes signatures in the browser and needs JavaScript. On the command line, use yaoquan call and yaoquan sign.',
} as const

const tools: readonly ScriptPage[] = [
  {
    ...apiTool,
    needsScript,
    className: 'tool-parts',
    title: { zh: 'API测试工具', en: 'API tool' },
    description: {
      zh: '选择API，填写参数，在浏览器中签名并调用本服务器，查看待签名串、请求、响应和各语言的代码。',
      en: 'Choose a method and fill in its parameters. The browser signs and sends the call and shows base string, request, response and sample code.',
    },
  },
  {
    ...signatureTool,
    needsScript,
    className: 'tool-parts',
    description: {
      zh: '粘贴签名失败（错误码 25）的请求，查看错在哪里、正确的待签名串是什么。',
      en: 'Paste a request that failed with code 25 to see what is wrong with its signature and what the correct base string is.',
    },
  },
]
