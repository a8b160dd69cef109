import { boolean, number, object } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { templateFields } from './coupon-template.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { field, rule } = refusalFacts

export const saveTemplate = defineMethod({
  name: 'yaoquan.template.save',
  title: { zh: '保存优惠券模板', en: 'Save a coupon template' },
  description: {
    zh: '新建模板，或为已有模板保存新版本；已发放的券沿用发放时的版本。草稿与未到发布时间的版本不能领取，此前已发布的版本仍可领取。连锁启用模板审批时，要发布的版本先存为草稿，待另一人审批',
    en: 'Creates a template, or saves a new version of an existing one; coupons issued before keep the version of their issue. A draft, or a version before its publish_at, cannot be claimed; the version published before it still can. Where the policy of the seller asks for approval, a version to be published is a draft until another person approves it',
  },
  ...writes(category.templates),
  examples: { couponId: 'SAMPLE-SAVE', endDate: '2099-12-31', claimTo: '2099-12-31 23:59:59' },
  rules: [
    { kind: 'exactlyOne', of: [['template.startDate', 'template.endDate'], ['template.validToDay']] },
    {
      kind: 'neededIf',
      fields: ['template.couponAmount'],
      when: 'template.kind',
      is: ['full_reduction', 'step', 'cash'],
    },
    { kind: 'neededIf', fields: ['template.orderAmount'], when: 'template.kind', is: ['full_reduction', 'step'] },
    { kind: 'neededIf', fields: ['template.discountPercent'], when: 'template.kind', is: ['discount'] },
    { kind: 'neededIf', fields: ['template.gift'], when: 'template.kind', is: ['gift'] },
  ],
  request: {
    outRequestNo: outRequestNo('TEMPLATE-SAVE-20261124-0001'),
    template: object('template', { typeName: 'CouponTemplate', fields: templateFields }, '模板', 'The template', {
      required: true,
    }),
  },
  // Besides optional terms, those that would keep the other samples from using the coupon.
  sampleOmits: [
    'stepMax',
    'discountPercent',
    'discountCap',
    'gift',
    'validFromDay',
    'validToDay',
    'goods',
    'excludeCategory',
    'excludeGoods',
    'excludeTags',
    'channels',
    'weekdays',
    'hours',
    'memberLevels',
    'memberTags',
    'publishAt',
  ],
  ...resultOf(
    'SaveTemplateResult',
    {
      alreadyDone,
      field,
      rule,
      version: number('version', 1, '保存后的版本', 'Version that was saved', { min: 1, max: 1_000_000_000 }),
      awaitsApproval: boolean(
        'awaits_approval',
        false,
        '为 true 时已存为草稿，待另一人在控制台审批后发布；连锁未启用模板审批或无须审批时不返回',
        "true: it is a draft until another person approves it at the console; absent where the seller's policy asks for no approval",
      ),
      warnings,
    },
    ['result.awaitsApproval'],
  ),
  errorCodes: [businessErrors.invalidTemplate, businessErrors.templateClosed, businessErrors.idempotentConflict],
})
