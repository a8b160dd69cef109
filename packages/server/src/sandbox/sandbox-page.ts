import type { Assets } from '#site/assets'
import { sandbox } from '#site/navigation'
import type { PageRoute } from '#site/page-route'
import { type ScriptPage, scriptPageRoutes } from '#site/script-page'

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
