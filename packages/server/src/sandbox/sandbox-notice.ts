import type { Assets } from '#site/assets'
import { html } from '#site/html'
import { renderLayout, sandbox } from '#site/layout'
import { lastingPage, type PageLanguage, type PageRoute, pageLanguages } from '#site/page-route'
import { type ScriptPage, scriptPageRoutes } from '#site/script-page'

/** What `/sandbox` shows on a server without one: what a sandbox is, and how to start it. */
export function sandboxNotice(assets: Assets): readonly PageRoute[] {
  return pageLanguages.map((language) => ({
    verb: 'GET',
    path: sandbox.path[language],
    answer: async () => lastingPage(await renderLayout(noticeIn(language), assets)),
  }))
}

function noticeIn(language: PageLanguage): Parameters<typeof renderLayout>[0] {
  const { title, path, name } = sandbox
  const documents = { zh: '/docs/apps#sandbox', en: '/docs/en/apps#sandbox' }[language]
  const content = html`<main id="content" class="tool">
<h1>${title[language]}</h1>
<p>${texts.what[language]}</p>
<p>${texts.how[language]}</p>
<div class="sample"><pre><code>yaoquan serve --demo --sandbox --data ./sandbox</code></pre></div>
<p><a href="${documents}">${texts.more[language]}</a></p>
</main>`
  return { language, title: title[language], path, part: name, content, scripts: [], stylesheets: ['tools'] }
}

const texts = {
  what: {
    zh: '沙箱用于开发和测试：一键创建测试应用，拨动时钟、注入故障、查看Webhook推送。本服务器是正式服务器，没有开启沙箱，因此这里什么也改不了。',
    en: 'A sandbox is for development and tests: it creates test apps with one click, moves the clock, injects faults and shows webhook deliveries. This server runs without one, so nothing can be changed here.',
  },
  how: {
    zh: '在自己的电脑上启动一个带示例数据的沙箱：',
    en: 'Start one with demo data on your own computer:',
  },
  more: { zh: '如何接入，以及沙箱能做什么', en: 'How to get access, and what a sandbox can do' },
} as const

/** The page of the sandbox, in each language; its script fills it in. */
export function sandboxPages(assets: Assets): readonly PageRoute[] {
  return scriptPageRoutes(sandboxPage, assets)
}

const sandboxPage: ScriptPage = {
  ...sandbox,
  description: {
    zh: '点击一次即可得到测试应用：密钥、自己的连锁和各种状态的优惠券；可调整时钟、注入故障、查看Webhook。',
    en: 'One click creates a test app with a key, a seller of its own and coupons in every status. You can move its clock, inject faults and inspect webhooks.',
  },
  needsScript: { zh: '本页需要启用 JavaScript。', en: 'This page needs JavaScript.' },
}
