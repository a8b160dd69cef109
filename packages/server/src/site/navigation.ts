import type { Localized } from './page-language.ts'

/** A part of the site. The header of every page links to all of them. */
export type SitePart = Readonly<{ name: string; title: Localized; path: Localized }>

export const apiTool: SitePart = {
  name: 'api-tool',
  title: { zh: 'API工具', en: 'API tool' },
  path: { zh: '/tools/api', en: '/tools/en/api' },
}

export const signatureTool: SitePart = {
  name: 'signature-tool',
  title: { zh: '签名工具', en: 'Signature tool' },
  path: { zh: '/tools/sign', en: '/tools/en/sign' },
}

export const sandbox: SitePart = {
  name: 'sandbox',
  title: { zh: '沙箱', en: 'Sandbox' },
  path: { zh: '/sandbox', en: '/sandbox/en' },
}

export const siteParts: readonly SitePart[] = [
  { name: 'documentation', title: { zh: '文档中心', en: 'Documentation' }, path: { zh: '/docs/', en: '/docs/en/' } },
  apiTool,
  signatureTool,
  sandbox,
]
