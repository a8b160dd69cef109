import { boolean, list, listOf, number, objects, requiredCount, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, awaitsApproval, outRequestNo, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

const { field, rule } = refusalFacts

/** The rules of a seller: all of them in answers, those that change in requests. */
function rulesOf<const R extends boolean>(required: R) {
  return {
    maxPerOrder: number('max_per_order', 5, '每单最多用券张数，赠品不计', 'Coupons per order at most, without gifts', {
      required,
      min: 1,
      max: 20,
    }),
    thresholdBase: text(
      'threshold_base',
      'original',
      'original：门槛与折扣按原金额计；remaining：按前面的券抵扣后的金额计',
      'original: thresholds and percentages count what the goods cost at first; remaining: what earlier coupons left',
      { required, oneOf: ['original', 'remaining'] },
    ),
    insured: text(
      'insured',
      'exclude_line',
      '有医保支付的商品：exclude_line 整行不参与，exclude_amount 医保部分不参与，include 参与',
      'Of lines that insurance pays in part, coupons count nothing (exclude_line), the rest (exclude_amount), or all (include)',
      { required, oneOf: ['exclude_line', 'exclude_amount', 'include'] },
    ),
    memberWeekdays: list(
      'member_weekdays',
      texts('3', 1),
      '每周的会员日，1周一到7周日；空为无',
      'Member days of the week, 1 Monday to 7 Sunday; empty: none',
      { required, maxItems: 7 },
    ),
    memberDaysOfMonth: list(
      'member_days_of_month',
      texts('8', 2),
      '每月的会员日，1到31；空为无',
      'Member days of the month, 1 to 31; empty: none',
      { required, maxItems: 31 },
    ),
    rulePacks: list(
      'rule_packs',
      texts('rx-excluded@1', 64),
      '规则包及其版本；空为无',
      'Rule packs with their versions; empty: none',
      { required, maxItems: 20 },
    ),
    templateApproval: boolean(
      'template_approval',
      true,
      '模板是否须经另一人审批才发布；在控制台关闭须另一人同意',
      'Whether templates are published after another person approved them. At the console another person has to agree to switch it off',
      { required },
    ),
    secondPerson: boolean(
      'second_person',
      false,
      '操作员删除与合并会员是否须另一人同意；在控制台关闭也须另一人同意',
      'Whether another person has to agree before operators erase and merge members, and to switch this off at the console',
      { required },
    ),
    issueApproval: text(
      'issue_approval',
      '500',
      '操作员一次发券的面额（元）超过它时，须另一人同意；off 为不限。在控制台调高或关闭也须另一人同意',
      'Face value in yuan above which operators issue in one act only after another person agreed; off: any. At the console another person has to agree to raise it or switch it off',
      { required, maxLength: 13 },
    ),
    knownShops: boolean(
      'known_shops',
      true,
      '收银台核销与试算的门店是否须在门店名单中；名单为空时不起作用',
      'Whether redemptions and evaluations of tills name shops of the list only, unless the list is empty',
      { required },
    ),
    orderNumbers: boolean(
      'order_numbers',
      false,
      '店员核销时，订单号可否由系统编',
      'Whether clerks who redeem may have the order number made by the server',
      { required },
    ),
  } as const
}

export const getPolicy = defineMethod({
  name: 'yaoquan.console.policy.get',
  title: { zh: '查看连锁规则', en: 'Get the rules of the chain' },
  description: {
    zh: '适用于本连锁全部优惠券的规则，以及可选的规则包',
    en: 'The rules for all coupons of the seller, and the rule packs that it may choose',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('GetPolicyResult', {
    version: number('version', 2, '修改次数', 'How often the rules were set', requiredCount),
    setAt: text('set_at', '2026-11-24 22:29:00', '最近一次修改的时间', 'Time of the last change (GMT+8)'),
    ...rulesOf(true),
    packs: listOf(
      'packs',
      objects('pack', 'RulePack', {
        name: text('name', 'rx-excluded@1', '名称与版本', 'Name with version', { required: true }),
        zh: text('zh', '处方药不参与任何优惠券', '内容', 'What it does, in Chinese', { required: true }),
        en: text('en', 'no coupon counts for prescription drugs', '内容的英文', 'What it does, in English', {
          required: true,
        }),
      }),
      '可选的规则包，及正在使用的旧版本',
      'The newest version of each pack, and older versions in use',
    ),
  }),
  errorCodes: [],
})

export const setPolicy = defineMethod({
  name: 'yaoquan.console.policy.set',
  title: { zh: '修改连锁规则', en: 'Change the rules of the chain' },
  description: {
    zh: '不传的规则不变。试算与核销在一秒内按新规则判断，已发出的券也是',
    en: 'Rules that are left out stay. Evaluations and redemptions follow within a second, those of coupons that are out as well',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('POLICY-20261124-0001'),
    version: number('version', 2, '所看到的 version', 'The version that was looked at', requiredCount),
    ...rulesOf(false),
  },
  ...resultOf('SetPolicyResult', {
    alreadyDone,
    field,
    rule,
    awaitsApproval,
    version: number('version', 3, '新的 version', 'The new version', { min: 0, max: Number.MAX_SAFE_INTEGER }),
  }),
  errorCodes: [
    consoleErrors.policyChanged,
    consoleErrors.approvalStays,
    consoleErrors.endedRuleAlone,
    consoleErrors.tooManyRequests,
    consoleErrors.invalidSetting,
    businessErrors.idempotentConflict,
  ],
})
