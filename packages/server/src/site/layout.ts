import { brand } from '#browser-scripts'
import type { Assets } from './assets.ts'
import { type Html, html } from './html.ts'
import { type Localized, languageName, languageTag, type PageLanguage, pageLanguages } from './page-route.ts'

type PageContent = Readonly<{
  language: PageLanguage
  title: string
  /** What a search engine shows below the title. */
  description?: string
  /** The page's path in each language. */
  path: Localized
  /** Name of the `SitePart` that the page belongs to. */
  part: string
  /** What is between header and footer. Contains one `<main id="content">`. */
  content: Html
  /** Entries of `packages/browser/src/entries` besides `theme` and `site`. */
  scripts: readonly string[]
  /** Folders of `styles/` besides `site`. */
  stylesheets?: readonly string[]
}>

/** Renders a whole page as HTML text: head, header, content, footer. */
export async function renderLayout(page: PageContent, assets: Assets): Promise<string> {
  const stylesheets = await Promise.all(['site', ...(page.stylesheets ?? [])].map((name) => assets.stylesheet(name)))
  const [theme, ...scripts] = await Promise.all(
    ['theme', 'site', ...page.scripts].map((name) => assets.browserScript(name)),
  )
  const { language, path } = page
  const other = language === 'zh' ? 'en' : 'zh'
  return `<!doctype html>\n${html`<html lang="${languageTag[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} - 药券 Yaoquan</title>
${page.description && html`<meta name="description" content="${page.description}">\n`}
${pageLanguages.map((name) => html`<link rel="alternate" hreflang="${languageTag[name]}" href="${path[name]}">\n`)}
${iconLink}
${stylesheets.map((stylesheet) => html`<link rel="stylesheet" href="${stylesheet}">\n`)}<script src="${theme}"></script>
${scripts.map((script) => html`<script src="${script}" defer></script>\n`)}</head>
<body>
<a class="skip" href="#content">${texts.skip[language]}</a>
<header class="site-head">
<a class="brand" href="${siteParts[0]?.path[language]}">${markImage}${productName[language]}</a>
<nav aria-label="${texts.parts[language]}">${siteParts.map((part) => partLink(part, page))}</nav>
<a class="plain" href="/console/">${texts.console[language]}</a>
<a class="plain" href="${path[other]}" lang="${languageTag[other]}" hreflang="${languageTag[other]}">${languageName[other]}</a>
<button class="plain" type="button" data-theme-toggle hidden>${texts.theme[language]}</button>
</header>
${page.content}
<footer class="site-foot">${texts.foot[language]}</footer>
</body>
</html>`}\n`
}

function partLink(part: (typeof siteParts)[number], page: PageContent): Html {
  const current = part.name === page.part && html` aria-current="true"`
  return html`<a href="${part.path[page.language]}"${current}>${part.title[page.language]}</a>`
}

const texts = {
  skip: { zh: '跳到正文', en: 'Skip to content' },
  parts: { zh: '站点导航', en: 'Site' },
  console: { zh: '控制台', en: 'Console' },
  theme: { zh: '深色/浅色', en: 'Dark/light' },
  foot: {
    zh: '药券：药店连锁的优惠券CRM，使用淘宝开放平台(TOP)协议',
    en: 'Yaoquan: a coupon CRM for pharmacy chains that speaks the protocol of the Taobao Open Platform (TOP)',
  },
} as const

/** The icon of a page, in its head. */
export const iconLink = html`<link rel="icon" href="${brand.markUrl}">`

/** The mark before the product's name. */
export const markImage = html`<img src="${brand.markUrl}" alt="" width="24" height="24">`

/** The product's name. */
export const productName = brand.name

/** A part of the site. The header of every page links to all of them. */
type SitePart = Readonly<{ name: string; title: Localized; path: Localized }>

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

const siteParts: readonly SitePart[] = [
  { name: 'documentation', title: { zh: '文档中心', en: 'Documentation' }, path: { zh: '/docs/', en: '/docs/en/' } },
  apiTool,
  signatureTool,
  sandbox,
]
