import { boolean, list } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { storedTemplateFields } from './coupon-template.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { resultOf } from './write-fields.ts'

/** The templates of a seller, page by page. */
export const listTemplates = defineMethod({
  name: 'yaoquan.template.list',
  title: { zh: '查询优惠券模板列表', en: 'List coupon templates' },
  description: { zh: '分页查询连锁的优惠券模板', en: 'Lists the coupon templates of the seller, page by page' },
  category: { zh: '药券-模板', en: 'Yaoquan templates' },
  scope: 'seller',
  effect: 'read',
  request: {
    closed: boolean(
      'closed',
      false,
      '只查已关闭或未关闭的；不传为全部',
      'Only closed (true) or only open (false) templates; absent: all',
    ),
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['cursor'],
  ...resultOf('ListTemplatesResult', {
    templates: list(
      'templates',
      {
        itemTag: 'coupon_template',
        item: { kind: 'object', typeName: 'StoredTemplate', fields: storedTemplateFields },
      },
      '模板列表，按coupon_id排序',
      'Templates, sorted by coupon_id',
      { required: true },
    ),
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidCursor],
})
