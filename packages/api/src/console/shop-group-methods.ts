import {
  boolean,
  count,
  countOf,
  list,
  listOf,
  number,
  objects,
  requiredCount,
  text,
  texts,
} from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { dryRun, resultOf, triedOnly } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

const { field, rule } = refusalFacts
const name = text('name', '华东', '门店组名称，不带 @', 'Name of the group, without @', {
  required: true,
  maxLength: 64,
})
const shops = list('shops', texts('0801', 64), '门店编码', 'Codes of shops', { required: true, maxItems: 20_000 })
const shopCount = countOf('shop_count', '门店数', 'Number of shops', 2)

const groupFields = {
  name,
  version: number(
    'version',
    2,
    '版本，每次修改加一；重新建的组不再用以前的版本',
    'Version, one more with every change; a group that is created again has none that it had before',
    requiredCount,
  ),
  shopCount,
  setAt: text('set_at', '2026-11-24 22:29:00', '最近一次修改的时间', 'Time of the last change (GMT+8)', {
    required: true,
  }),
} as const

export const listShopGroups = defineMethod({
  name: 'yaoquan.console.shopGroup.list',
  title: { zh: '门店组列表', en: 'List groups of shops' },
  description: { zh: '本连锁的门店组，按名称', en: 'The groups of shops of the seller, by name' },
  ...reads(category.console),
  request: {},
  ...resultOf('ListShopGroupsResult', {
    groups: listOf(
      'groups',
      objects('shop_group', 'ShopGroup', groupFields),
      '门店组，按名称',
      'Groups of shops by name',
    ),
  }),
  errorCodes: [],
})

export const getShopGroup = defineMethod({
  name: 'yaoquan.console.shopGroup.get',
  title: { zh: '查看门店组', en: 'Get a group of shops' },
  description: { zh: '一个门店组及其全部门店', en: 'A group with all its shops' },
  ...reads(category.console),
  request: { name },
  ...resultOf('GetShopGroupResult', {
    version: number('version', 2, '版本', 'Version', requiredCount),
    shops,
  }),
  errorCodes: [consoleErrors.shopGroupNotFound],
})

export const listShopGroupUses = defineMethod({
  name: 'yaoquan.console.shopGroup.uses',
  title: { zh: '门店组的使用', en: 'List uses of groups of shops' },
  description: {
    zh: '可用门店写明门店组的模板，含已发布、待发布和最新的版本',
    en: 'The templates whose shops name a group, in a version that is published or is to be, or in the newest',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('ListShopGroupUsesResult', {
    uses: listOf(
      'uses',
      objects('use', 'ShopGroupUse', {
        name,
        couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true }),
        couponName: text('coupon_name', '满199减99', '优惠券名称', 'Name of the template', { required: true }),
        closed: boolean('closed', false, '是否已停止领取', 'Whether claiming is stopped', { required: true }),
      }),
      '按模板id',
      'By template id',
    ),
  }),
  errorCodes: [],
})

export const setShopGroup = defineMethod({
  name: 'yaoquan.console.shopGroup.set',
  title: { zh: '设置门店组', en: 'Set a group of shops' },
  description: {
    zh: '新建门店组，或替换其全部门店；写明该组的券立即按新名单判断。重复提交不产生变化',
    en: 'Creates a group or replaces all of its shops. Coupons that name it are judged by the new list immediately. Sending it again changes nothing',
  },
  ...writes(category.console),
  request: {
    name,
    shops: { ...shops, minItems: 1 },
    version: number(
      'version',
      2,
      '所看到的版本；新建为0',
      'The version that was looked at; 0 for a new group',
      requiredCount,
    ),
  },
  ...resultOf('SetShopGroupResult', {
    field,
    rule,
    version: number('version', 3, '新的版本', 'The new version', count),
    shopCount: number('shop_count', 2, '门店数', 'Number of shops', { min: 0, max: 20_000 }),
  }),
  errorCodes: [consoleErrors.shopGroupChanged, consoleErrors.invalidSetting],
})

export const deleteShopGroup = defineMethod({
  name: 'yaoquan.console.shopGroup.delete',
  title: { zh: '删除门店组', en: 'Delete a group of shops' },
  description: {
    zh: '写明该组的券不再因它适用于任何门店。还有模板在用时不能删除',
    en: 'Coupons that name it are valid in none of its shops any longer. Refused as long as an open template names it',
  },
  ...writes(category.console),
  request: { name, dryRun },
  ...resultOf('DeleteShopGroupResult', {
    dryRun: triedOnly,
    shopCount: number('shop_count', 2, '门店数', 'Number of shops', { min: 0, max: 20_000 }),
    closedCount: number(
      'closed_count',
      0,
      '写明该组的已停领模板数，其已领的券受影响',
      'Closed templates that name it, whose claimed coupons are affected',
      count,
    ),
    couponIds: list('coupon_ids', texts('11'), '还在用它的模板', 'Open templates that name it'),
  }),
  errorCodes: [consoleErrors.shopGroupNotFound, consoleErrors.shopGroupUsed],
})
