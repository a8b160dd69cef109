import type { Text } from '@yaoquan/api'

/** A guide: `zh/<slug>.md` and `en/<slug>.md` beside this file. */
export type Guide = Readonly<{ slug: string; title: Text; summary: Text }>

const guide = (slug: string, title: Text, summary: Text): Guide => ({ slug, title, summary })

/** In the order of the list of pages. */
export const guides: readonly Guide[] = [
  guide(
    'quick-start',
    { zh: '快速开始', en: 'Quick start' },
    { zh: '五分钟内发出第一个调用', en: 'A first call within five minutes' },
  ),
  guide(
    'signature',
    { zh: '签名', en: 'Signature' },
    {
      zh: '待签名串与摘要，一步一步，附可核对的例子',
      en: 'Base string and digest step by step, with an example to check against',
    },
  ),
  guide(
    'public-parameters',
    { zh: '公共参数', en: 'Public parameters' },
    { zh: '每个请求都带的参数，每个响应都有的成员', en: 'What every request sends and every answer holds' },
  ),
  guide(
    'public-errors',
    { zh: '公共错误码', en: 'Errors of every method' },
    { zh: '每个错误码的原因与解决方案', en: 'Each code with its cause and its cure' },
  ),
  guide(
    'paging',
    { zh: '分页与全量拉取', en: 'Paging and full pulls' },
    { zh: '任意深度的页，边发边拉不丢不重', en: 'Pages at any depth, nothing lost while coupons are issued' },
  ),
  guide(
    'coupon-life',
    { zh: '优惠券的一生', en: 'The life of a coupon' },
    { zh: '发放、领取、占用、核销、退回、作废、过期', en: 'Issue, claim, hold, redeem, return, void, expiry' },
  ),
  guide(
    'idempotency',
    { zh: '幂等与重试', en: 'Doing things once' },
    { zh: '超时后怎样重发而不重复', en: 'How to repeat a call without doing it twice' },
  ),
  guide(
    'webhooks',
    { zh: 'Webhook', en: 'Webhooks' },
    { zh: '接收事件推送并验证签名', en: 'Receive events and check their signature' },
  ),
  guide(
    'bulk',
    { zh: '批量', en: 'In bulk' },
    { zh: '批量发放、批量调用、文件导入', en: 'Issue many, call many, import files' },
  ),
  guide(
    'going-live',
    { zh: '上线', en: 'Going live' },
    { zh: '从沙箱到生产的检查清单', en: 'From the sandbox to production: a checklist' },
  ),
  guide(
    'apps',
    { zh: '应用与会话', en: 'Apps and sessions' },
    {
      zh: '权限、限额、更换密钥、会话：管理员手册',
      en: "Grants, limits, exchange of secrets, sessions: the operator's page",
    },
  ),
  guide(
    'migrating',
    { zh: '从原接口迁移', en: 'Migrating from the original API' },
    { zh: '改一个网址；有哪些不同', en: 'Change one URL; what differs' },
  ),
  guide(
    'changelog',
    { zh: '接口更新', en: 'Changes of the API' },
    { zh: '接口的每次变化', en: 'Every change that callers notice' },
  ),
]
