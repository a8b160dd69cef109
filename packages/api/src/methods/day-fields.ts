import { text } from '../language/fields.ts'

/** A period of at most 100 days that a caller may leave out. */
export const hundredDays = {
  fromDay: text(
    'from_day',
    '2026-10-26',
    '起始日期，缺省为 to_day 之前29天',
    'First day; default 29 days before to_day',
    { maxLength: 10 },
  ),
  toDay: text(
    'to_day',
    '2026-11-24',
    '截止日期（含），缺省为今天；最长100天',
    'Last day, inclusive; default today. At most 100 days',
    { maxLength: 10 },
  ),
} as const

/** The period that an answer is about. */
export const shownDays = {
  fromDay: text('from_day', '2026-10-26', '起始日期', 'First day', { required: true }),
  toDay: text('to_day', '2026-11-24', '截止日期', 'Last day', { required: true }),
} as const
