import { number, object, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { storedTemplateFields } from './coupon-template.ts'
import { resultOf } from './write-fields.ts'

export const getTemplate = defineMethod({
  name: 'yaoquan.template.get',
  title: { zh: '查询一个优惠券模板', en: 'Get a coupon template' },
  description: {
    zh: '查询一个优惠券模板的最新版本或指定版本',
    en: 'Queries the latest version of a coupon template, or a given one',
  },
  ...reads(category.templates),
  examples: { couponId: 'SAMPLE-TEMPLATE' },
  request: {
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true, maxLength: 64 }),
    version: number('version', 1, '版本；空为最新版本', 'Version; absent: the latest', { min: 1, max: 1_000_000_000 }),
  },
  ...resultOf('GetTemplateResult', {
    template: object('template', { typeName: 'StoredTemplate', fields: storedTemplateFields }, '模板', 'The template'),
  }),
  errorCodes: [businessErrors.templateNotFound, businessErrors.templateVersionNotFound],
})
