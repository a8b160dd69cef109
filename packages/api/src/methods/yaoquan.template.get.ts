import { object, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { storedTemplateFields } from './coupon-template.ts'
import { resultOf } from './write-fields.ts'

/** The latest version of a template. */
export const getTemplate = defineMethod({
  name: 'yaoquan.template.get',
  title: { zh: '查询一个优惠券模板', en: 'Get a coupon template' },
  description: { zh: '查询一个优惠券模板的最新版本', en: 'Queries the latest version of a coupon template' },
  category: { zh: '药券-模板', en: 'Yaoquan templates' },
  scope: 'seller',
  effect: 'read',
  request: { couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true, maxLength: 64 }) },
  ...resultOf('GetTemplateResult', {
    template: object('template', { typeName: 'StoredTemplate', fields: storedTemplateFields }, '模板', 'The template'),
  }),
  errorCodes: [businessErrors.templateNotFound],
})
