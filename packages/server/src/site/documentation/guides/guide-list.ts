import type { Text } from '@yaoquan/api'

/** A guide. Its text is in `zh/<slug>.md` and `en/<slug>.md` beside this file. */
export type Guide = Readonly<{ slug: string; title: Text; summary: Text }>

const guide = (slug: string, title: Text, summary: Text): Guide => ({ slug, title, summary })

/** In the order in which the document centre lists them. */
export const guides: readonly Guide[] = [
  guide(
    'quick-start',
    { zh: '快速开始', en: 'Quick start' },
    { zh: '五分钟内发出第一个调用', en: 'Your first call in five minutes' },
  ),
  guide(
    'signature',
    { zh: '签名', en: 'Signatures' },
    {
      zh: '逐步计算待签名串与摘要，附可核对的例子',
      en: 'Base string and digest step by step, with a worked example',
    },
  ),
  guide(
    'public-parameters',
    { zh: '公共参数', en: 'Public parameters' },
    { zh: '每个请求都带的参数，每个响应都有的成员', en: 'Parameters of every request, members of every response' },
  ),
  guide(
    'public-errors',
    { zh: '错误码', en: 'Error codes' },
    { zh: '公共错误码与业务错误码的原因和解决方案', en: 'Gateway and business errors: what happened and what to do' },
  ),
  guide(
    'paging',
    { zh: '分页', en: 'Pagination' },
    {
      zh: '翻页、全量拉取与增量拉取，期间发券不丢不重',
      en: 'Read pages, pull all coupons, pull only changes; complete even while coupons are issued',
    },
  ),
  guide(
    'coupon-life',
    { zh: '优惠券生命周期', en: 'Coupon lifecycle' },
    { zh: '发放、领取、占用、核销、退回、作废、过期', en: 'Issue, claim, hold, redeem, return, void, expire' },
  ),
  guide(
    'idempotency',
    { zh: '幂等与重试', en: 'Idempotency and retries' },
    { zh: '超时后怎样重发而不重复', en: 'How to retry a write so that it takes effect once' },
  ),
  guide(
    'webhooks',
    { zh: 'Webhook', en: 'Webhooks' },
    { zh: '接收事件推送并验证签名', en: 'Receive events and verify their signature' },
  ),
  guide(
    'bulk',
    { zh: '批量上传与批量调用', en: 'Uploads and batch calls' },
    { zh: '批量发放、批量调用、上传、文件导入', en: 'Issue many coupons, batch calls, upload and import files' },
  ),
  guide(
    'going-live',
    { zh: '上线检查', en: 'Going live' },
    { zh: '从沙箱到生产的检查清单', en: 'A checklist from sandbox to production' },
  ),
  guide(
    'apps',
    { zh: '应用、密钥与会话', en: 'Apps, secrets and sessions' },
    {
      zh: '权限、限额、更换密钥、会话：管理员手册',
      en: 'For operators: permissions, limits, secret rotation, sessions',
    },
  ),
  guide(
    'migrating',
    { zh: '从淘宝开放平台迁移', en: 'Migrating from TOP' },
    { zh: '改一个网址；哪些不变，哪些不同', en: 'Change one URL; what stays the same and what differs' },
  ),
  guide(
    'changelog',
    { zh: '接口更新日志', en: 'API changelog' },
    { zh: '调用方可见的每次变化', en: 'Every change that callers notice' },
  ),
]
