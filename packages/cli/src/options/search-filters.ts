import { type CouponStatus, couponStatuses, couponStatusNames, listedWords } from '@yaoquan/api'
import { type Command, Option } from 'commander'

const statuses = listedWords(couponStatuses)

const texts = ['channel', 'phone', 'cardNo', 'shop'] as const
const days = ['issuedFrom', 'issuedTo', 'startFrom', 'startTo', 'endFrom', 'endTo', 'usedFrom', 'usedTo'] as const
const names = ['status', ...texts, ...days] as const

/** Flags added by `addSearchFilters`. */
export type SearchFlags = Readonly<{ status?: CouponStatus; template?: string }> &
  Readonly<Partial<Record<(typeof texts)[number] | (typeof days)[number], string>>>

/**
 * Adds the filters of a coupon search.
 * @param parseDay checks the text of a day; by default days are passed on unchecked
 */
export function addSearchFilters(command: Command, parseDay: (text: string) => string = (text) => text): Command {
  const day = (name: string, description: string) => new Option(`--${name} <day>`, description).argParser(parseDay)
  return command
    .addOption(new Option('--status <n>', `状态：${statuses.zh} (status: ${statuses.en})`).choices(couponStatusNames))
    .option('--template <id>', '模板id (template id, coupon_id)')
    .option('--channel <channel>', '渠道 (channel)')
    .option('--phone <phone>', "会员手机号 (member's phone number)")
    .option('--card-no <no>', '会员卡号 (member card number)')
    .option('--shop <shop>', '可用门店 (usable in this shop)')
    .addOption(day('issued-from', '发放日期起 (issued on or after this day)'))
    .addOption(day('issued-to', '发放日期止，含 (issued on or before this day)'))
    .addOption(day('start-from', '生效日期起 (first usable day is this day or later)'))
    .addOption(day('start-to', '生效日期止，含 (first usable day is this day or earlier)'))
    .addOption(day('end-from', '失效日期起 (last usable day is this day or later)'))
    .addOption(day('end-to', '失效日期止，含 (last usable day is this day or earlier)'))
    .addOption(day('used-from', '使用日期起 (used on or after this day)'))
    .addOption(day('used-to', '使用日期止，含 (used on or before this day)'))
}

/** The given filters by property name. */
export function filterOf({ template: couponId, ...flags }: SearchFlags): SearchFilter {
  const given = [['couponId', couponId] as const, ...names.map((name) => [name, flags[name]] as const)]
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

type SearchFilter = Omit<SearchFlags, 'template'> & Readonly<{ couponId?: string }>
