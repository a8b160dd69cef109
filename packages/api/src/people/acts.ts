import type { consoleMethods } from '../console/index.ts'
import {
  importCouponsGrant,
  importMembersGrant,
  massVoidGrant,
  sendCouponsGrant,
  widenAppsGrant,
} from '../grants/grant-names.ts'
import type { Text } from '../language/field.ts'
import type { methods } from '../methods/index.ts'

/** The other grants of an act say which kinds of jobs it may handle. */
const stepsOfJobs = [
  'yaoquan.console.job.create',
  'yaoquan.console.job.start',
  'yaoquan.console.job.pause',
  'yaoquan.console.job.resume',
  'yaoquan.console.job.cancel',
] as const

/** What an operator may be allowed to do, and the methods it takes. A method in no act does not compile. */
export const acts = {
  'look-up': {
    zh: '查询一位会员及其券、一张券、一个订单、一次核销，试算，查明为什么用不了',
    en: 'look up one member with coupons, one coupon, order or redemption; evaluate a basket; explain a refusal',
    methods: [
      'alibaba.alihealth.nr.crm.coupon.querycoupon',
      'taobao.time.get',
      'yaoquan.basket.evaluate',
      'yaoquan.console.coupon.open',
      'yaoquan.console.desk.find',
      'yaoquan.coupon.explain',
      'yaoquan.coupon.get',
      'yaoquan.member.get',
      'yaoquan.order.get',
      'yaoquan.redemption.get',
    ],
  },
  'search-coupons': {
    zh: '按条件搜索优惠券',
    en: 'search coupons',
    methods: ['yaoquan.coupon.search', 'yaoquan.console.member.open'],
  },
  'search-members': {
    zh: '搜索会员与订单',
    en: 'search members and orders',
    methods: ['yaoquan.member.search', 'yaoquan.order.search'],
  },
  'read-activity': {
    zh: '查看一位会员的动态与其被拒的调用',
    en: 'see what happened to one member, with the refused calls of that member',
    methods: ['yaoquan.console.member.activity'],
  },
  reconcile: {
    zh: '查看对账报告与费用',
    en: 'read reconciliations and costs',
    methods: [
      'yaoquan.reconciliation.get',
      'yaoquan.reconciliation.list',
      'yaoquan.reconciliation.cost',
      'yaoquan.console.reconciliation.open',
    ],
  },
  'handle-findings': {
    zh: '处理对账差异',
    en: 'mark findings of reconciliations as handled',
    methods: ['yaoquan.console.finding.handle'],
  },
  'list-redemptions': { zh: '核销记录列表', en: 'list redemptions', methods: ['yaoquan.redemption.list'] },
  'save-members': {
    zh: '登记会员、换手机号、换卡',
    en: 'save members, change phones and cards',
    methods: ['yaoquan.member.save', 'yaoquan.member.changePhone', 'yaoquan.member.replaceCard'],
  },
  'merge-members': {
    zh: '合并会员、撤销合并',
    en: 'merge members and undo merges',
    methods: ['yaoquan.member.merge', 'yaoquan.member.unmerge'],
  },
  'second-person': {
    zh: '同意或拒绝他人的申请，各按自己的权限',
    en: 'approve or refuse what others ask for, each within the own rights',
    methods: ['yaoquan.console.request.list', 'yaoquan.console.request.approve', 'yaoquan.console.request.refuse'],
  },
  'export-member': { zh: '导出一位会员的全部数据', en: 'export a member', methods: ['yaoquan.member.export'] },
  'erase-member': { zh: '永久删除会员', en: 'erase a member permanently', methods: ['yaoquan.member.erase'] },
  unmask: {
    zh: '写明原因后查看会员的完整手机号、导出完整号码，逐次留痕',
    en: 'see full phones of a member and export full phones, each time with a recorded reason',
    methods: ['yaoquan.console.member.unmask'],
  },
  'issue-coupons': {
    zh: '发券（含安抚券）、代领',
    en: 'issue coupons (appeasement included) and claim them for members',
    methods: ['yaoquan.coupon.issue', 'yaoquan.coupon.claim'],
  },
  'extend-coupons': { zh: '延期', en: 'extend coupons', methods: ['yaoquan.coupon.extend'] },
  'hold-coupons': {
    zh: '占用与释放',
    en: 'hold and release coupons',
    methods: [
      'yaoquan.coupon.hold',
      'yaoquan.coupon.release',
      'yaoquan.console.coupon.hold',
      'yaoquan.console.coupon.release',
    ],
  },
  'redeem-coupons': {
    zh: '核销，一分钟内撤销自己的核销，上传断网时的核销',
    en: 'redeem coupons, undo own redemptions within a minute, and upload offline redemptions',
    methods: [
      'yaoquan.coupon.redeem',
      'yaoquan.console.order.number',
      'yaoquan.console.redemption.undo',
      'yaoquan.redemption.upload',
    ],
  },
  'return-coupons': {
    zh: '退货与退券',
    en: 'return goods and coupons',
    methods: ['yaoquan.coupon.return', 'yaoquan.redemption.return'],
  },
  'void-coupons': { zh: '作废', en: 'void coupons', methods: ['yaoquan.coupon.void'] },
  bulk: {
    zh: '大批作废与延期：按模板、条件，或一次超过20张',
    en: 'void or extend many coupons: a whole template, all that match a search, or more than 20 at a time',
    methods: [massVoidGrant, ...stepsOfJobs],
  },
  'send-coupons': {
    zh: '按名单发券',
    en: 'send coupons to lists of members',
    methods: [sendCouponsGrant, ...stepsOfJobs, 'yaoquan.console.job.addItems'],
  },
  'import-members': {
    zh: '从表格导入会员',
    en: 'import members from spreadsheets',
    methods: [importMembersGrant, ...stepsOfJobs, 'yaoquan.console.job.addItems'],
  },
  'import-coupons': {
    zh: '从表格导入已发放的优惠券',
    en: 'import issued coupons from spreadsheets',
    methods: [importCouponsGrant, ...stepsOfJobs, 'yaoquan.console.job.addItems'],
  },
  'read-jobs': {
    zh: '查看任务与明细',
    en: 'read jobs and the result of each item',
    methods: ['yaoquan.console.job.get', 'yaoquan.console.job.list', 'yaoquan.console.job.items'],
  },
  'read-templates': {
    zh: '查看模板',
    en: 'read templates',
    methods: [
      'yaoquan.template.get',
      'yaoquan.template.list',
      'yaoquan.console.shopGroup.uses',
      'yaoquan.console.template.open',
    ],
  },
  'save-templates': { zh: '新建与修改模板', en: 'create and change templates', methods: ['yaoquan.template.save'] },
  'approve-templates': {
    zh: '审批他人提交的模板',
    en: 'approve templates that others submitted',
    methods: ['yaoquan.console.template.approve', 'yaoquan.console.template.reject'],
  },
  'stop-templates': {
    zh: '停止与恢复领取',
    en: 'stop and resume claims',
    methods: ['yaoquan.template.close', 'yaoquan.template.reopen'],
  },
  'read-figures': {
    zh: '查看经营数据与被拒原因统计',
    en: 'read figures, and count refusals by reason',
    methods: [
      'yaoquan.figures.overview',
      'yaoquan.figures.daily',
      'yaoquan.console.figures.leaders',
      'yaoquan.console.refusal.count',
    ],
  },
  'read-refusals': {
    zh: '查看被拒的调用并诊断',
    en: 'read refused calls and explain them',
    methods: ['yaoquan.console.refusal.list', 'yaoquan.coupon.explain'],
  },
  'read-events': { zh: '查看事件', en: 'read events', methods: ['yaoquan.event.list'] },
  'sync-orders': {
    zh: '代ERP同步订单',
    en: 'sync orders in place of an ERP',
    methods: ['alibaba.alihealth.nr.crm.order.sync'],
  },
  operators: {
    zh: '管理操作员与角色',
    en: 'manage operators and their roles',
    methods: [
      'yaoquan.console.operator.create',
      'yaoquan.console.operator.switch',
      'yaoquan.console.operator.reset',
      'yaoquan.console.operator.setRole',
    ],
  },
  'read-operators': { zh: '查看操作员', en: 'read operators', methods: ['yaoquan.console.operator.list'] },
  'read-shops': {
    zh: '查看门店、品类、应用与同事的名称，门店组',
    en: 'read the names of shops, categories, apps and colleagues, and groups of shops',
    methods: [
      'yaoquan.shop.list',
      'yaoquan.shop.get',
      'yaoquan.category.list',
      'yaoquan.console.actor.list',
      'yaoquan.console.shopGroup.list',
      'yaoquan.console.shopGroup.get',
    ],
  },
  'save-shops': {
    zh: '登记门店与品类',
    en: 'name shops and categories',
    methods: ['yaoquan.shop.save', 'yaoquan.category.save'],
  },
  'save-shop-groups': {
    zh: '管理门店组，其变更立即改变已发出的券在哪些门店可用',
    en: 'manage groups of shops; a change takes effect immediately for coupons that are already issued',
    methods: ['yaoquan.console.shopGroup.set', 'yaoquan.console.shopGroup.delete'],
  },
  'read-rules': {
    zh: '查看连锁规则与保留期限',
    en: 'read the rules of the chain and how long data is kept',
    methods: ['yaoquan.console.policy.get', 'yaoquan.console.retention.get', 'yaoquan.console.retention.preview'],
  },
  rules: {
    zh: '修改连锁规则；关闭模板审批与第二人同意，须另一人同意',
    en: 'change the rules of the chain; end the approval of templates and the second person only with another person',
    methods: ['yaoquan.console.policy.set'],
  },
  retention: {
    zh: '修改保留期限；更短的一天后生效，其间可撤销',
    en: 'change how long data is kept; shorter periods take effect a day later and can be cancelled until then',
    methods: ['yaoquan.console.retention.set', 'yaoquan.console.retention.cancel'],
  },
  'read-shadow': {
    zh: '查看影子运行：与现有CRM的比较',
    en: "see shadow runs: how far answers agree with today's CRM",
    methods: ['yaoquan.console.shadow.list'],
  },
  'decide-shadow': {
    zh: '接受影子运行的差异，设定切换的就绪条件，切换路由',
    en: 'accept deviations of shadow runs, set the conditions of the switch, and change routes',
    methods: ['yaoquan.console.shadow.decide', 'yaoquan.console.shadow.setConditions', 'yaoquan.console.shadow.route'],
  },
  apps: {
    zh: '登记应用，管理其权限与密钥，重新启用',
    en: 'register apps, manage their grants and secrets, and enable them again',
    methods: [
      widenAppsGrant,
      'yaoquan.console.app.create',
      'yaoquan.console.app.update',
      'yaoquan.console.app.rotate',
      'yaoquan.console.app.retire',
      'yaoquan.console.app.takeConsent',
    ],
  },
  'adjust-apps': {
    zh: '修改应用的名称、来源地址与调用上限，停用应用，结束其会话',
    en: 'change name, addresses and rates of apps, disable them, and end their sessions',
    methods: ['yaoquan.console.app.update', 'yaoquan.console.app.endSessions'],
  },
  'ask-for-apps': {
    zh: '请负责人登记应用、更换密钥、改权限、重新启用，查看结果',
    en: 'ask owners to register an app, rotate a secret, change grants or enable an app, and see what came of it',
    methods: ['yaoquan.console.app.ask', 'yaoquan.console.request.list', 'yaoquan.console.request.refuse'],
  },
  'read-apps': { zh: '查看应用', en: 'read apps', methods: ['yaoquan.console.app.list'] },
  webhooks: {
    zh: '管理webhook',
    en: 'manage webhooks',
    methods: [
      'yaoquan.console.webhook.add',
      'yaoquan.console.webhook.remove',
      'yaoquan.console.webhook.replay',
      'yaoquan.console.webhook.test',
    ],
  },
  'read-webhooks': { zh: '查看webhook', en: 'read webhooks', methods: ['yaoquan.console.webhook.list'] },
  audit: {
    zh: '审计记录与核验',
    en: 'the audit trail and its verification',
    methods: ['yaoquan.console.audit.list', 'yaoquan.console.audit.verify'],
  },
} as const satisfies Readonly<Record<string, Act>>

type Act = Text & Readonly<{ methods: readonly string[] }>

export type ActName = keyof typeof acts

type Assigned = (typeof acts)[ActName]['methods'][number]

type Unassigned = Exclude<keyof typeof methods | keyof typeof consoleMethods, Assigned>

/** A compile error here names methods without an act. A new method needs one, which decides the roles that may call it. */
export type EveryMethodIsInAnAct = Nothing<Unassigned>

type Nothing<Names extends never> = Names
