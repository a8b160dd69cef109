import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'

export type DayRange = Readonly<{ from: string | undefined; to: string | undefined }>

type FilterDaysProps = Readonly<{
  names: readonly [string, string]
  value: DayRange
  change: (value: DayRange) => void
}>

/** A range of days, `YYYY-MM-DD`; either end may be open. */
export function FilterDays({ names: [fromName, toName], value, change }: FilterDaysProps): ReactNode {
  const day = (text: string | undefined) => (text === undefined ? null : dayjs(text, 'YYYY-MM-DD'))
  return (
    <DatePicker.RangePicker
      aria-label={`${fromName} ${toName}`}
      placeholder={[fromName, toName]}
      value={[day(value.from), day(value.to)]}
      allowEmpty={[true, true]}
      format="YYYY-MM-DD"
      style={{ width: 236 }}
      onChange={(days) => {
        const [from, to] = (days ?? []).map((one) => one?.format('YYYY-MM-DD'))
        change({ from, to })
      }}
    />
  )
}

/** A day of the URL. */
export const dayParameter = {
  read: (text: string | undefined) => (text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined),
  write: (value: string | undefined) => value,
} as const
