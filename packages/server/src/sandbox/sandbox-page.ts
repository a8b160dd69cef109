import type { Assets } from '#site/assets'
import { html } from '#site/html'
import { renderLayout } from '#site/layout'
import type { PageLanguage } from '#site/page-language'
import { lastingPage, type PageAnswer, type PageRoute } from '#site/page-route'

const path = { zh: '/sandbox', en: '/sandbox/en' } as const

/** The page of the sandbox, in each language; its script fills it in. */
export function sandboxPages(assets: Assets): readonly PageRoute[] {
  return (['zh', 'en'] as const).map((language): PageRoute => {
    let made: Promise<PageAnswer> | undefined
    return {
      verb: 'GET',
      path: path[language],
      answer() {
        made ??= renderSandbox(language, assets)
        return made
      },
    }
  })
}

async function renderSandbox(language: PageLanguage, assets: Assets): Promise<PageAnswer> {
  const text = texts[language]
  const content = html`<main id="content" class="tool">
<h1>${text.title}</h1>
<p class="quiet">${text.description}</p>
<noscript><p>${text.needsScript}</p></noscript>
<div id="sandbox"></div>
</main>`
  const page = { language, title: text.title, description: text.description, path, part: 'sandbox', content }
  return lastingPage(await renderLayout({ ...page, scripts: ['sandbox'], stylesheets: ['tools'] }, assets))
}

const texts = {
  zh: {
    title: '沙箱',
    description: '点击一次即可得到测试应用：密钥、自己的连锁和各种状态的优惠券；可调整时钟、注入故障、查看Webhook。',
    needsScript: '本页需要启用 JavaScript。',
  },
  en: {
    title: 'Sandbox',
    description:
      'One click creates a test app with a key, a seller of its own and coupons in every status. You can move its clock, inject faults and inspect webhooks.',
    needsScript: 'This page needs JavaScript.',
  },
} as const
