import { couponStatuses, isRoleName, jobKinds, roles, type Text, templateKinds, templateStages } from '@yaoquan/api'
import { momentText } from '../design/days.ts'
import { moneyText, yuanOf } from '../design/money.ts'
import { defineTexts, knownText, type Language, type Texts, textsIn } from '../language/texts.ts'
import { codesText, codeText, type NameOf } from '../names/code-text.ts'
import { actorText } from './event-text.ts'
import { memberName, requestKinds } from './member-names.ts'
import { weekdayText } from './terms-lines.ts'

/** The language of the reader, and the names of the codes and actors in values. */
export type Reader = Readonly<{
  language: Language
  names: Readonly<{ shop: NameOf; category: NameOf; actor?: NameOf }>
}>

const texts = defineTexts({
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  none: { zh: '无', en: 'none' },
  forever: { zh: '不清理', en: 'for ever' },
  yuan: { zh: (amount: string) => `${amount} 元`, en: (amount) => `¥${amount}` },
  comma: { zh: '、', en: ', ' },
  semicolon: { zh: '；', en: '; ' },
})

/** The words that members have as values, by member. */
const words: ReadonlyMap<string, Texts<Record<string, string>>> = new Map(
  Object.entries({
    act: defineTexts({
      created: { zh: '新建', en: 'created' },
      enabled: { zh: '启用', en: 'enabled' },
      disabled: { zh: '停用', en: 'disabled' },
      password_reset: { zh: '重置密码', en: 'password reset' },
      password_given_again: { zh: '再次给出一次性密码', en: 'one-time password given again' },
      password_changed: { zh: '修改密码', en: 'password changed' },
      password_rehashed: { zh: '密码改用新的算法存储', en: 'password stored by a newer algorithm' },
      role_set: { zh: '设置角色', en: 'role set' },
      role_revoked: { zh: '收回角色', en: 'role revoked' },
      totp_set: { zh: '启用验证器', en: 'authenticator set up' },
      totp_removed: { zh: '停用验证器', en: 'authenticator removed' },
      changed: { zh: '修改', en: 'changed' },
      authorized: { zh: '授权', en: 'authorized' },
      authorization_replayed: {
        zh: '授权码或刷新令牌被再次使用，授权已结束',
        en: 'code or token used again, authorization ended',
      },
      consent_taken: { zh: '接管授权', en: 'consent taken over' },
      secret_rotated: { zh: '更换密钥', en: 'secret changed' },
      old_secret_retired: { zh: '旧密钥失效', en: 'old secret ended' },
      old_secret_ends: { zh: '设置旧密钥的失效时间', en: 'end of the old secret set' },
      seller_added: { zh: '开始服务本连锁', en: 'now acts for the seller' },
      seller_removed: { zh: '不再服务本连锁', en: 'no longer acts for the seller' },
      session_created: { zh: '签发会话', en: 'session created' },
      session_replaced: { zh: '重新签发会话', en: 'session created again' },
      session_extended: { zh: '延长会话', en: 'session extended' },
      session_revoked: { zh: '吊销会话', en: 'session revoked' },
      added: { zh: '添加', en: 'added' },
      removed: { zh: '移除', en: 'removed' },
      replayed: { zh: '重新投递', en: 'delivered again' },
      asked: { zh: '提交', en: 'asked for' },
      approved: { zh: '同意', en: 'approved' },
      refused: { zh: '拒绝', en: 'refused' },
      carried_out: { zh: '办理', en: 'carried out' },
      withdrawn: { zh: '撤回', en: 'withdrawn' },
      expired: { zh: '过期', en: 'expired' },
      not_done: { zh: '已同意，但执行时被拒绝', en: 'approved, but refused when it was done' },
      draft: { zh: '试算', en: 'drafted' },
      submit: { zh: '提交审批', en: 'submitted for approval' },
      start: { zh: '开始', en: 'started' },
      pause: { zh: '暂停', en: 'paused' },
      resume: { zh: '继续', en: 'resumed' },
      cancel: { zh: '取消', en: 'cancelled' },
      finish: { zh: '完成', en: 'finished' },
      wait: { zh: '一天后生效', en: 'takes effect a day later' },
    }),
    // Kinds of templates, validities, rules for returns and approvals.
    kind: defineTexts({
      ...inSentences(templateKinds),
      fixed: { zh: '固定日期', en: 'fixed days' },
      relative: { zh: '领取后若干天', en: 'days from the claim' },
      'same-code': { zh: '原码退回', en: 'the coupon comes back' },
      none: { zh: '不退券', en: 'the coupon does not come back' },
      waiting: inSentence(templateStages.pending),
      approved: { zh: '已批准', en: 'approved' },
      'sent-back': { zh: '已退回', en: 'sent back' },
    }),
    state: defineTexts({
      draft: inSentence(templateStages.draft),
      published: { zh: '发布', en: 'published' },
    }),
    // Statuses of coupons, in filters.
    status: inSentences(couponStatuses),
    return_policy: defineTexts({
      same_code: { zh: '原码退回', en: 'the coupon comes back' },
      none: { zh: '不退券', en: 'the coupon does not come back' },
    }),
    return_split: defineTexts({
      keep: { zh: '按分摊的优惠退款', en: 'refund what the units paid' },
      recompute: { zh: '按留下的商品重算', en: 'price what stays anew' },
    }),
    layer: defineTexts({
      0: { zh: '先抵（商品或品类券）', en: 'first (goods or category)' },
      1: { zh: '其次（门店券）', en: 'second (shop)' },
      2: { zh: '最后（连锁券）', en: 'last (chain)' },
    }),
    threshold_base: defineTexts({
      original: { zh: '按原价', en: 'what the goods cost at first' },
      remaining: { zh: '按前面的券抵扣后的余额', en: 'what earlier coupons left' },
    }),
    insured: defineTexts({
      exclude_line: { zh: '整行不参与', en: 'the line does not count' },
      exclude_amount: { zh: '医保部分不参与', en: 'the insured amount does not count' },
      include: { zh: '参与', en: 'counts' },
    }),
    template_approval: defineTexts({ on: { zh: '是', en: 'yes' }, off: { zh: '否', en: 'no' } }),
    second_person: defineTexts({ on: { zh: '是', en: 'yes' }, off: { zh: '否', en: 'no' } }),
    request: requestKinds,
    known_shops: defineTexts({ on: { zh: '是', en: 'yes' }, off: { zh: '否', en: 'no' } }),
    order_numbers: defineTexts({ on: { zh: '是', en: 'yes' }, off: { zh: '否', en: 'no' } }),
    phones: defineTexts({ masked: { zh: '打码', en: 'masked' }, full: { zh: '完整', en: 'in full' } }),
    alarm: defineTexts({
      full_phones_read: { zh: '读取的完整手机号过多', en: 'too many full phones read' },
      operator_names_tried: { zh: '尝试的不可用用户名过多', en: 'too many unusable names of operators tried' },
      phones_tried: { zh: '有人逐个试手机号', en: 'phones tried one by one' },
      members_read: { zh: '有人按编号查看大量会员', en: 'many members were looked at by number' },
    }),
    // Periods of the alarms about phones and members.
    per: defineTexts({
      minute: { zh: '每分钟', en: 'a minute' },
      day: { zh: '每天', en: 'a day' },
      alike: { zh: '每天，前三位与后四位相同', en: 'a day, with the same first and last digits' },
    }),
    list: defineTexts({
      coupons: { zh: '优惠券', en: 'coupons' },
      redemptions: { zh: '核销记录', en: 'redemptions' },
      members: { zh: '会员', en: 'members' },
    }),
    job: inSentences(jobKinds),
  }),
)

/** Labels as English has them within a sentence. */
function inSentences(labels: Readonly<Record<string, Text>>): Texts<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, inSentence(label)]))
}

function inSentence({ zh, en }: Text): Text {
  return { zh, en: en.toLowerCase() }
}

/**
 * The value of a member of an event's state, in words: money in yuan, codes with names, what a newer server has as it is.
 * @param wire name of the member, for example `coupon_amount_fen`
 * @param value what JSON has: null is a time to keep data without an end; undefined: there is none
 */
export function memberText(wire: string, value: unknown, reader: Reader): string {
  const { language } = reader
  const t = textsIn(texts, language)
  if (value === null) return t.forever
  if (value === undefined) return t.none
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (typeof value === 'number' && wire.endsWith('_fen')) return t.yuan(moneyText(yuanOf(value)))
  if (typeof value === 'number' && wire.endsWith('_ms')) return momentText(value)
  if (wire.endsWith('weekdays') && !isEmptyList(value)) return weekdayText(String(value), language)
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value
    const isPlain = list.every((one) => typeof one !== 'object')
    const parts = list.map((one) => memberText(wire, one, reader))
    return parts.length === 0 ? t.none : parts.join(isPlain ? t.comma : t.semicolon)
  }
  if (typeof value === 'object') {
    const members = Object.entries(value)
    return members
      .map(([name, member]) => `${memberName(name, language)} ${memberText(name, member, reader)}`)
      .join(t.comma)
  }
  return wordOf(wire, String(value), reader)
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function wordOf(wire: string, text: string, { language, names }: Reader): string {
  switch (wire) {
    case 'role':
      return isRoleName(text) ? roles[text][language] : text
    case 'saved_by':
    case 'submitted_by':
      return actorText(text, language, names.actor)
    case 'app_key':
      return codeText(text, (appKey) => names.actor?.(`app:${appKey}`))
    case 'shop':
    case 'shops':
      return codesText(text, names.shop)
    case 'category':
    case 'exclude_category':
      return codesText(text, names.category)
    default:
      return knownText(words.get(wire) ?? {}, text, language) ?? text
  }
}
