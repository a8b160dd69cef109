import { dailyFigures, overviewFigures } from '@yaoquan/api'
import { addDays } from '../design/days.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

/** Days that the sums count, the most that one call may. */
export const summedDays = 400

/** Days of the sparkline. */
export const sparkDays = 30

export type TemplateFigures = ResultOf<typeof overviewFigures>['rows'][number]

/** What came of templates: sums by id, and redemptions by day. Empty for a role that sees no figures. */
export type FiguresOfTemplates = Readonly<{
  sums: ReadonlyMap<string, TemplateFigures>
  /** One number a day, oldest first; undefined where it is not known yet. */
  redeemedByDay: (couponId: string) => readonly number[] | undefined
}>

/** @param couponIds those whose days are shown, at most 50 */
export function useTemplateFigures(couponIds: readonly string[], today: string): FiguresOfTemplates {
  const { may } = useSession()
  const isAllowed = may('read-figures')
  const sums = useRead(
    overviewFigures,
    { groupBy: 'coupon_id', fromDay: addDays(today, 1 - summedDays), toDay: today },
    { isEnabled: isAllowed, keepsFormer: true },
  )
  const fromDay = addDays(today, 1 - sparkDays)
  const daily = useRead(
    dailyFigures,
    { groupBy: 'coupon_id', names: couponIds.toSorted(), fromDay, toDay: today },
    { isEnabled: isAllowed && couponIds.length > 0, keepsFormer: true },
  )
  const rows = daily.data?.rows
  const days = Array.from({ length: sparkDays }, (_, place) => addDays(fromDay, place))
  const byPlace = new Map(rows?.map(({ name, day, redeemed }) => [`${day} ${name}`, redeemed]))
  return {
    sums: new Map(sums.data?.rows.map((row) => [row.name, row])),
    redeemedByDay: (couponId) => rows && days.map((day) => byPlace.get(`${day} ${couponId}`) ?? 0),
  }
}
