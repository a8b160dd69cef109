import { listRedemptions, searchCoupons, searchMembers } from '@yaoquan/api'
import { defineTexts, knownText, type Language } from '../language/texts.ts'

/** Members of the states in events and of the fields of templates, in words; without `is_`, `_fen` and `_ms`. */
const names = defineTexts({
  act: { zh: '操作', en: 'act' },
  reason: { zh: '原因', en: 'reason' },
  version: { zh: '版本', en: 'version' },
  count: { zh: '数量', en: 'number' },
  name: { zh: '名称', en: 'name' },
  kind: { zh: '类型', en: 'kind' },
  state: { zh: '状态', en: 'state' },
  closed: { zh: '已关闭', en: 'closed' },

  operator: { zh: '操作员', en: 'operator' },
  display_name: { zh: '姓名', en: 'full name' },
  enabled: { zh: '启用', en: 'enabled' },
  role: { zh: '角色', en: 'role' },
  shops: { zh: '门店', en: 'shops' },
  totp: { zh: '验证器', en: 'authenticator' },

  app_key: { zh: '应用', en: 'app' },
  preset: { zh: '权限', en: 'grants' },
  allowed_ips: { zh: '允许的地址', en: 'allowed addresses' },
  calls_per_day: { zh: '每日调用上限', en: 'calls a day' },
  calls_per_second: { zh: '每秒调用上限', en: 'calls a second' },
  old_valid_hours: { zh: '旧密钥继续有效（小时）', en: 'old secret valid, hours' },
  old_secret_ends_at: { zh: '旧密钥失效时间', en: 'old secret ends' },
  allowed: { zh: '另外允许的', en: 'grants besides' },
  denied: { zh: '禁止的', en: 'grants denied' },
  redirect_uris: { zh: '授权返回地址', en: 'addresses for authorizations' },
  charset: { zh: '字符编码', en: 'character encoding' },
  masks_phones: { zh: '手机号打码', en: 'phones masked' },
  full_phones_per_hour: { zh: '每小时完整手机号告警线', en: 'full phones an hour before an alarm' },
  session_id: { zh: '会话', en: 'session' },
  expires_at: { zh: '有效至', en: 'valid until' },
  replaced: { zh: '被取代的会话', en: 'session replaced' },
  webhook_id: { zh: 'webhook', en: 'webhook' },
  url: { zh: '网址', en: 'URL' },
  after_seq: { zh: '从该序号之后', en: 'after event' },

  list: { zh: '列表', en: 'list' },
  filters: { zh: '条件', en: 'filters' },
  phones: { zh: '手机号与卡号', en: 'phones and cards' },
  alarm: { zh: '告警', en: 'alarm' },
  limit: { zh: '上限', en: 'limit' },
  per: { zh: '按', en: 'per' },
  hour: { zh: '该小时始于', en: 'hour from' },

  job_id: { zh: '任务号', en: 'job number' },
  job: { zh: '任务', en: 'job' },
  total: { zh: '合计', en: 'total' },
  done: { zh: '已完成', en: 'done' },
  unchanged: { zh: '无需处理', en: 'nothing to do' },
  refused: { zh: '被拒绝', en: 'refused' },

  request_days: { zh: '请求号保留（天）', en: 'request numbers kept, days' },
  member_days: { zh: '无活动会员保留（天）', en: 'inactive members kept, days' },
  event_days: { zh: '事件保留（天）', en: 'events kept, days' },
  removed_requests: { zh: '清理的请求号', en: 'request numbers removed' },
  removed_members: { zh: '清理的会员', en: 'members removed' },
  removed_events: { zh: '清理的事件', en: 'events removed' },
  removed_through_seq: { zh: '清理到序号', en: 'removed up to event' },

  max_per_order: { zh: '每单最多张数', en: 'coupons per order' },
  threshold_base: { zh: '门槛的计算', en: 'base of thresholds' },
  insured: { zh: '医保支付的商品', en: 'insured goods' },
  member_weekdays: { zh: '会员日（星期）', en: 'member days of the week' },
  member_days_of_month: { zh: '会员日（每月几日）', en: 'member days of the month' },
  rule_packs: { zh: '规则包', en: 'rule packs' },
  template_approval: { zh: '模板须审批', en: 'templates need approval' },
  group: { zh: '门店组', en: 'group' },
  code: { zh: '编码', en: 'code' },
  city: { zh: '城市', en: 'city' },
  parent_code: { zh: '上级', en: 'below' },
  categories: { zh: '品类', en: 'categories' },

  member_id: { zh: '会员', en: 'member' },
  merge_id: { zh: '合并号', en: 'merge' },
  from: { zh: '由', en: 'from' },
  into: { zh: '并入', en: 'into' },
  merged: { zh: '连同并入的会员', en: 'with merged members' },

  coupon_id: { zh: '模板编号', en: 'template id' },
  coupon_name: { zh: '券名', en: 'coupon name' },
  coupon_amount: { zh: '优惠金额', en: 'amount off' },
  order_amount: { zh: '使用门槛', en: 'minimum' },
  step_max: { zh: '最多减几次', en: 'steps at most' },
  discount_percent: { zh: '折扣（85 为八五折）', en: 'percent to pay' },
  discount_cap: { zh: '最多减', en: 'off at most' },
  gift: { zh: '赠品', en: 'gift' },
  validity: { zh: '有效期', en: 'validity' },
  start_date: { zh: '首个可用日', en: 'first valid day' },
  end_date: { zh: '最后可用日', en: 'last valid day' },
  from_day: { zh: '领取后第几天生效', en: 'first day after the claim' },
  to_day: { zh: '领取后第几天失效', en: 'last day after the claim' },
  valid_from_day: { zh: '领取后第几天生效', en: 'first day after the claim' },
  valid_to_day: { zh: '领取后第几天失效', en: 'last day after the claim' },
  shop: { zh: '可用门店', en: 'shops' },
  category: { zh: '适用品类', en: 'categories' },
  goods: { zh: '适用商品', en: 'goods' },
  exclude_category: { zh: '不适用品类', en: 'excluded categories' },
  exclude_goods: { zh: '不适用商品', en: 'excluded goods' },
  exclude_tags: { zh: '不适用商品标签', en: 'excluded tags of goods' },
  channels: { zh: '可用渠道', en: 'channels' },
  weekdays: { zh: '可用星期', en: 'weekdays' },
  hours: { zh: '可用时段', en: 'hours' },
  member_levels: { zh: '可用会员等级', en: 'levels of members' },
  member_tags: { zh: '可用会员标签', en: 'tags of members' },
  member_day_only: { zh: '仅会员日可用', en: 'on member days only' },
  describe: { zh: '说明', en: 'description' },
  description: { zh: '说明', en: 'description' },
  stock_total: { zh: '总库存', en: 'stock' },
  stock_per_day: { zh: '每天库存', en: 'stock per day' },
  member_total: { zh: '每人限领', en: 'claims per member' },
  member_per_day: { zh: '每人每天限领', en: 'claims per member and day' },
  claim_from: { zh: '领取开始', en: 'claims from' },
  claim_to: { zh: '领取结束', en: 'claims until' },
  stackable: { zh: '可与其他券同用', en: 'usable beside others' },
  layer: { zh: '抵扣顺序', en: 'order of application' },
  stack_group: { zh: '叠加组', en: 'stack group' },
  per_order: { zh: '该模板每单最多张数', en: 'coupons of it on one order' },
  return_policy: { zh: '退货时', en: 'on a return' },
  return_extend_days: { zh: '退回时延长天数', en: 'days that a return adds' },
  extend_days: { zh: '延长天数', en: 'days added' },
  return_max_cycles: { zh: '最多退回次数', en: 'returns at most' },
  max_cycles: { zh: '最多退回次数', en: 'returns at most' },
  return_split: { zh: '部分退货时', en: 'on a partial return' },
  cost_bearer: { zh: '费用承担方', en: 'who bears the cost' },
  publish_at: { zh: '发布时间', en: 'published from' },
  notes: { zh: '内部备注', en: 'internal notes' },
  saved_by: { zh: '保存者', en: 'saved by' },
  approval: { zh: '审批', en: 'approval' },
  submitted_by: { zh: '提交者', en: 'submitted by' },
  note: { zh: '意见', en: 'note' },
})

/**
 * The name of a member of an event's state or of a field of the API.
 * @param wire as stored, for example `coupon_amount_fen`
 * @returns `wire` itself where a newer server has members that are not known here
 */
export function memberName(wire: string, language: Language): string {
  const plain = wire.replace(/^is_/, '').replace(/_(fen|ms)$/, '')
  return knownText(names, plain, language) ?? filterNames[language].get(wire) ?? wire
}

/** What exports were filtered by: names of the definitions of the API, up to the first explanation in them. */
const filterNames = { zh: namesOfFilters('zh'), en: namesOfFilters('en') }

function namesOfFilters(language: Language): ReadonlyMap<string, string> {
  const fields = [searchCoupons, listRedemptions, searchMembers].flatMap(({ request }) => Object.values(request))
  return new Map(
    fields.map(({ wire, description }) => [wire, description[language].split(/[，,；;：:（(]/)[0]?.trim() ?? wire]),
  )
}
