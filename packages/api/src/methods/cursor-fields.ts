import { boolean, number, text } from '../language/fields.ts'

/** The position at which a list continues, opaque to the caller. */
export const cursor = text(
  'cursor',
  'c1.100',
  '上一页返回的 next_cursor；首页不传',
  'next_cursor of the previous page; omit it for the first page',
  { maxLength: 512 },
)

export const nextCursor = text(
  'next_cursor',
  'c1.200',
  '下一页的游标；没有下一页时不返回',
  'Cursor of the next page; absent on the last page',
)

/** Asks a list for the other order. The default stays, since programs follow a list as it grows. */
export const newestFirst = boolean(
  'newest_first',
  false,
  '为 true 时新的在前，缺省旧的在前；翻页时须与首页一致',
  'true: the newest first; default: the oldest first. The same on all pages',
)

/** Asks a list of coupons for the order that its index of last days has. */
export const endingFirst = boolean(
  'ending_first',
  false,
  '为 true 时先失效的在前，没有失效日期的不列出；须同传 status=0，不与模板、渠道、会员及 newest_first 同传；翻页时须与首页一致',
  'true: the soonest to end first, without coupons that have no last valid day; only with status=0, and not with a template, a channel, a member or newest_first. The same on all pages',
)

/** The number of items per page, at most `max`. */
export const limit = <const M extends number>(max: M) =>
  number('limit', 100, `每页数量，缺省100，最多${max}`, `Items per page; default 100, maximum ${max}`, { min: 1, max })
