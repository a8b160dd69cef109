import { couponStatuses } from './coupon-states.ts'
import type { Text } from './text.ts'

/**
 * What today's CRM does that no document says, as a shadow run names it, with the setting by which Yaoquan does the same:
 * - `status:PERIOD:OURS/THEIRS`: a coupon of our status, by where the day is in its validity
 * - `order:MEMBER` or `order:-MEMBER`: ascending or descending; `order:-`: by no member that is known
 * - a class of deviations that a setting ends, such as `field:phone`
 */
export type UnwrittenRule = Text & Readonly<{ setting?: Text | undefined }>

/** Where a day is in the validity of a coupon. */
export const validityPeriods = {
  before: { zh: '生效日之前', en: 'before its first day' },
  valid: { zh: '有效期内', en: 'in its validity' },
  last: { zh: '失效日当天', en: 'on its last day' },
  after: { zh: '失效日之后', en: 'after its last day' },
  open: { zh: '没有日期', en: 'without readable dates' },
} as const satisfies Readonly<Record<string, Text>>

export type ValidityPeriod = keyof typeof validityPeriods

/** What a rule says; undefined for a name that is none, as of a class of deviations that no setting ends. */
export function unwrittenRule(name: string): UnwrittenRule | undefined {
  const [form = '', ...parts] = name.split(':')
  if (form === 'status') return statusRule(parts)
  if (form === 'order' && parts.length > 0) return orderRule(parts.join(':'))
  return settings.find(({ kinds }) => kinds.test(name))?.rule(name)
}

function statusRule([period = '', values = '']: readonly string[]): UnwrittenRule | undefined {
  const [ours = '', theirs = ''] = values.split('/')
  const [, status] = Object.entries<Text>(couponStatuses).find(([name]) => name === ours) ?? []
  const when = Object.hasOwn(validityPeriods, period) ? validityPeriods[period as ValidityPeriod] : undefined
  if (status === undefined || when === undefined) return undefined
  return {
    zh: `${when.zh}，药券为 ${ours}（${status.zh}）的券，现有CRM给出 status ${theirs}`,
    en: `${when.en}, a coupon that is ${ours} (${status.en}) here has status ${theirs} there`,
    // Only a coupon that is unused in Yaoquan can follow, whether its days are over or not.
    setting: theirs !== '0' && (ours === '0' || ours === '2') ? statusMap(theirs, 'used|void') : undefined,
  }
}

function statusMap(status: string, meanings: string): Text | undefined {
  return status === unknownName ? undefined : command(`yaoquan shadow status-map ${status} ${meanings} --reason WHY`)
}

/** What a report has in place of a text that it does not show. */
const unknownName = '…'

function orderRule(by: string): UnwrittenRule {
  if (by === '-') {
    return {
      zh: '券的顺序既不是发放的先后，也不按任何一个成员',
      en: 'coupons are ordered neither by issue nor by any member',
    }
  }
  if (by === '-issue') return { zh: '券按发放的先后，新的在前', en: 'coupons are ordered by issue, the newest first' }
  const [member, zh, en] = by.startsWith('-') ? [by.slice(1), '降序', 'descending'] : [by, '升序', 'ascending']
  return { zh: `券按 ${member} ${zh}排列`, en: `coupons are ordered by ${member}, ${en}` }
}

type SettingOfClass = Readonly<{ kinds: RegExp; rule: (kind: string) => UnwrittenRule }>

/** Classes of deviations that a setting ends. */
const settings: readonly SettingOfClass[] = [
  {
    kinds: /^field:phone$/,
    rule: () => ({
      zh: '手机号的写法不同，例如一边打码',
      en: 'phones are written otherwise, for example masked on one side',
      setting: command('yaoquan app update APP_KEY --mask-phones | --no-mask-phones'),
    }),
  },
  {
    kinds: /^error:-\/50$/,
    rule: () => ({
      zh: '现有CRM接受药券认为无效的参数，例如未知的成员',
      en: 'it takes parameters that are invalid here, such as unknown members',
      setting: command('yaoquan app update APP_KEY --allow unknown.ignore'),
    }),
  },
  {
    kinds: /^error:-\/1[12]$/,
    rule: () => ({
      zh: '现有CRM允许应用调用，药券没有给它权限',
      en: 'it lets the app call, which has no permission here',
      setting: command('yaoquan app update APP_KEY --allow alibaba.alihealth.nr.crm.coupon.querycoupon'),
    }),
  },
  {
    kinds: /^error:-\/2[67]$/,
    rule: () => ({
      zh: '现有CRM不要求会话，或认得药券不认得的会话',
      en: 'it needs no session, or knows sessions that are unknown here',
      setting: {
        zh: 'yaoquan shadow --sellers 文件：应用或会话所属的连锁',
        en: 'yaoquan shadow --sellers FILE: the seller of an app or session',
      },
    }),
  },
  {
    kinds: /^signature:sign:-\/25$/,
    rule: () => ({
      zh: '现有CRM接受药券认为错误的签名：密钥或编码不同',
      en: 'it accepts signatures that are wrong here: another secret or charset',
      setting: command('yaoquan app update APP_KEY --charset gbk'),
    }),
  },
  {
    kinds: /^learning:status:/,
    rule: (kind) => {
      const status = kind.split(':')[2]?.split('/')[0] ?? ''
      return {
        zh: `现有CRM有 status ${status}，其含义未说明`,
        en: `it has a status ${status} whose meaning nobody has said`,
        setting: statusMap(status, 'used|unused|void'),
      }
    },
  },
  {
    kinds: /^missing$/,
    rule: () => ({
      zh: '现有CRM另有发放或变更券的途径',
      en: 'it issues or changes coupons by another way',
      setting: command('yaoquan shadow --learn | yaoquan shadow crawl'),
    }),
  },
]

function command(text: string): Text {
  return { zh: text, en: text }
}
