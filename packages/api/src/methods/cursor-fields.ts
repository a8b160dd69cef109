import { number, text } from '../language/fields.ts'

/** Where a list goes on; opaque to the caller. */
export const cursor = text(
  'cursor',
  'c1.100',
  '上一页返回的 next_cursor；首页不传',
  'next_cursor of the page before; absent: from the start',
  {
    maxLength: 512,
  },
)

export const nextCursor = text(
  'next_cursor',
  'c1.200',
  '下一页的游标；没有下一页时不返回',
  'Where the next page starts; absent at the end',
)

/** @param max items a page, at most */
export const limit = <const M extends number>(max: M) =>
  number('limit', 100, `每页数量，缺省100，最多${max}`, `Items a page, 100 by default, ${max} at most`, { min: 1, max })
