import { defineTexts, type Language } from '../language/texts.ts'
import { memberText } from '../terms/member-values.ts'
import { type RuleName, type Rules, ruleNames } from './changed-rules.ts'

/** What each rule is called, and what it is for. */
export const ruleTexts = defineTexts({
  maxPerOrder: { zh: '每单最多用券', en: 'Coupons per order' },
  thresholdBase: { zh: '门槛与折扣的计算', en: 'Base of thresholds and percentages' },
  insured: { zh: '医保支付的商品', en: 'Goods that insurance pays in part' },
  memberWeekdays: { zh: '每周会员日', en: 'Member days of the week' },
  memberDaysOfMonth: { zh: '每月会员日', en: 'Member days of the month' },
  rulePacks: { zh: '规则包', en: 'Rule packs' },
  templateApproval: { zh: '模板须审批', en: 'Approval of templates' },
  secondPerson: { zh: '删除与合并会员须第二人同意', en: 'A second person for erasing and merging members' },
  issueApproval: { zh: '单人一次可发的面额', en: 'Face value issued alone in one act' },
  knownShops: { zh: '收银台只认名单中的门店', en: 'Tills name listed shops only' },
  orderNumbers: { zh: '订单号可由系统编', en: 'Orders numbered by the server' },
})

export const ruleReasons = defineTexts({
  maxPerOrder: { zh: '赠品券不计。', en: 'Gifts do not count.' },
  thresholdBase: {
    zh: '一单用几张券时，后面的券按原金额还是按余额计。',
    en: 'Whether a later coupon of an order counts what the goods cost at first, or what is left.',
  },
  insured: { zh: '券是否抵扣医保已支付的行。', en: 'Whether coupons count on lines that insurance pays in part.' },
  memberWeekdays: { zh: '限会员日的券在这些日子可用。', en: 'Coupons for member days are valid on these days.' },
  memberDaysOfMonth: { zh: '与每周的会员日并用。', en: 'Besides those of the week.' },
  rulePacks: {
    zh: '对全部券生效的排除规则。版本选定后不随升级改变。',
    en: 'Exclusions for all coupons. A chosen version stays when the server is upgraded.',
  },
  templateApproval: {
    zh: '开启后，模板由保存者以外的一人审批才发布，操作员的导入与发券也是。',
    en: 'Templates are published, and coupons that operators issue are sent, after another person approved them.',
  },
  secondPerson: {
    zh: '开启后，操作员删除、合并会员时，由另一位有此权限的人同意才执行。',
    en: 'What operators ask for is done after another person with the right agreed.',
  },
  issueApproval: {
    zh: '操作员一次发券的面额超过它时，由另一位可审批模板的人同意才发出：按最多抵扣的金额乘张数，名单发放算全部；导入优惠券一律须同意。',
    en: 'Above it, another person who may approve templates has to agree: what the coupons take off at most, of a whole list where one is sent. Imports of coupons always wait.',
  },
  knownShops: {
    zh: '收银台写错门店时拒绝试算与核销。门店名单为空时不起作用；控制台始终只认名单。',
    en: 'Evaluations and redemptions with a shop that is not listed are refused, unless the list is empty. The console always names listed shops only.',
  },
  orderNumbers: {
    zh: '没有小票时，店员核销可由系统编号：门店、日期、序号。ERP 不知道这些订单，对账时须人工核对。',
    en: 'Without a receipt, a clerk who redeems gets shop, day and a number. ERPs do not know these orders, so reconciliations name them.',
  },
})

const texts = defineTexts({
  coupons: { zh: (count: string) => `${count} 张`, en: (count) => count },
  days: { zh: (days: string) => `${days} 日`, en: (days) => days },
  on: { zh: '开启', en: 'On' },
  off: { zh: '关闭', en: 'Off' },
  yuan: { zh: (amount: string) => `¥${amount}`, en: (amount) => `¥${amount}` },
  anyAmount: { zh: '不限', en: 'Any' },
  semicolon: { zh: '；', en: '; ' },
})

/** A rule in words. */
export function ruleText(name: RuleName, rules: Pick<Rules, RuleName | 'packs'>, language: Language): string {
  const word = (text: keyof typeof texts) => texts[text][language]
  const { [name]: value } = rules
  if (typeof value === 'boolean') return String(value ? word('on') : word('off'))
  if (name === 'issueApproval') {
    return rules.issueApproval === 'off' ? texts.anyAmount[language] : texts.yuan[language](rules.issueApproval)
  }
  if (name === 'rulePacks' && rules.rulePacks.length > 0) {
    return rules.rulePacks.map((pack) => packText(pack, rules.packs, language)).join(texts.semicolon[language])
  }
  const shown = choiceText(name, value, language)
  if (name === 'maxPerOrder') return texts.coupons[language](shown)
  return name === 'memberDaysOfMonth' && rules.memberDaysOfMonth.length > 0 ? texts.days[language](shown) : shown
}

/** A value of a rule in the words that the audit trail has for it. */
export function choiceText(name: RuleName, value: unknown, language: Language): string {
  return beginning(memberText(ruleNames[name], value, { language, names: noNames }))
}

/** What a pack does. */
export function packText(name: string, packs: Rules['packs'], language: Language): string {
  return beginning(packs.find((pack) => pack.name === name)?.[language] ?? name)
}

/** Words that English has within a sentence, where they begin one. */
function beginning(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Rules name neither shops nor categories. */
const noNames = { shop: () => undefined, category: () => undefined }
