import { type Field, type RequestOf, searchCoupons } from '@yaoquan/api'
import type { Command } from 'commander'
import { calendarDay } from '#options/times'
import { fieldOption } from './field-options.ts'

const {
  newestFirst: _newest,
  endingFirst: _ending,
  cursor: _cursor,
  limit: _limit,
  memberId: _memberId,
  couponIds: _couponIds,
  ...filters
} = searchCoupons.request

/** Flags added by `addSearchFilters`. */
export type SearchFlags = Pick<RequestOf<typeof searchCoupons>, keyof typeof filters>

/** Adds the filters of a coupon search as flags. Days must be calendar days. */
export function addSearchFilters(command: Command): Command {
  for (const [property, field] of Object.entries<Field>(filters)) {
    const option = fieldOption(field, { alias: property === 'couponId' ? 'template' : undefined })
    command.addOption(/(?:From|To)$/.test(property) ? option.argParser(calendarDay) : option)
  }
  return command
}

/** The given filters by property name, without blank ones. */
export function filterOf(flags: SearchFlags): SearchFlags {
  const names = Object.keys(filters) as (keyof typeof filters)[]
  return Object.fromEntries(names.map((name) => [name, flags[name]?.trim()]).filter(([, value]) => value))
}
