import { boolean, listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { templateKindNames, templateStageNames, templateStages } from '../words/template-words.ts'
import { listedWords } from '../words/text.ts'
import { businessErrors } from './business-errors.ts'
import { storedTemplateFields } from './coupon-template.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { resultOf } from './write-fields.ts'

const stages = listedWords(templateStages)

export const listTemplates = defineMethod({
  name: 'yaoquan.template.list',
  title: { zh: '查询优惠券模板列表', en: 'List coupon templates' },
  description: {
    zh: '分页查询连锁的优惠券模板，可按条件筛选。筛选时每次最多查看2000个模板，一页可能不满或为空，只要返回 next_cursor 就还有',
    en: 'Lists the coupon templates of the seller, page by page, filtered on demand. A filtered call looks at 2,000 templates at most, so a page may be short or empty: there are more as long as next_cursor is returned',
  },
  ...reads(category.templates),
  request: {
    closed: boolean(
      'closed',
      false,
      '只查已关闭或未关闭的；不传为全部',
      'Only closed (true) or only open (false) templates; absent: all',
    ),
    search: text('search', '满199', '名称或模板id的一部分', 'Part of the name or the id', { maxLength: 64 }),
    kind: text('kind', 'full_reduction', '类型', 'Kind', {
      oneOf: templateKindNames,
    }),
    stage: text('stage', 'open', `最新版本所处阶段: ${stages.zh}`, `Stage of the latest version: ${stages.en}`, {
      oneOf: templateStageNames,
    }),
    shop: text('shop', '01', '可在该门店使用的', 'Usable in this shop', { maxLength: 64 }),
    category: text('category', '1001', '适用该品类的', 'Applying to this category', { maxLength: 64 }),
    channel: text('channel', 'store', '可在该渠道使用的', 'Usable in this channel', { maxLength: 64 }),
    savedBy: text('saved_by', 'operator:li.na', '最新版本的保存者', 'Who saved the latest version', { maxLength: 128 }),
    activeFrom: text(
      'active_from',
      '2026-11-01',
      '在此日或之后仍可领取或使用的',
      'Claimable or usable on this day (GMT+8) or later',
      { maxLength: 10 },
    ),
    activeTo: text(
      'active_to',
      '2026-11-30',
      '在此日或之前已可领取或使用的',
      'Claimable or usable on this day (GMT+8) or earlier',
      { maxLength: 10 },
    ),
    cursor,
    limit: limit(200),
  },
  sampleOmits: [
    'search',
    'kind',
    'stage',
    'shop',
    'category',
    'channel',
    'savedBy',
    'activeFrom',
    'activeTo',
    'cursor',
  ],
  ...resultOf('ListTemplatesResult', {
    templates: listOf(
      'templates',
      objects('coupon_template', 'StoredTemplate', storedTemplateFields),
      '模板列表，按coupon_id排序',
      'Templates, sorted by coupon_id',
    ),
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidCursor],
})
