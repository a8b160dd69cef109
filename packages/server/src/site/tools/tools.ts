import type { PageLanguage } from '#site/page-language'

/** A tool that runs in the browser. */
export type Tool = Readonly<{
  /** Entry of `packages/browser/src/entries`, and the id of the element that the script fills. */
  script: string
  title: Readonly<Record<PageLanguage, string>>
  description: Readonly<Record<PageLanguage, string>>
  path: Readonly<Record<PageLanguage, string>>
}>

export const tools: readonly Tool[] = [
  {
    script: 'api-tool',
    title: { zh: 'API测试工具', en: 'API tool' },
    description: {
      zh: '选择API，填写参数，在浏览器中签名并调用本服务器，查看待签名串、请求、响应和各语言的代码。',
      en: 'Choose a method and fill in its parameters. The browser signs and sends the call and shows base string, request, response and sample code.',
    },
    path: { zh: '/tools/api', en: '/tools/en/api' },
  },
  {
    script: 'signature-tool',
    title: { zh: '签名工具', en: 'Signature tool' },
    description: {
      zh: '粘贴签名失败（错误码 25）的请求，查看错在哪里、正确的待签名串是什么。',
      en: 'Paste a request that failed with code 25 to see what is wrong with its signature and what the correct base string is.',
    },
    path: { zh: '/tools/sign', en: '/tools/en/sign' },
  },
]
