import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { dailyFigures, listTemplates, overviewFigures, type RequestOf, type saveTemplate } from '@yaoquan/api'
import { addDays } from '../design/days.ts'
import { type CallPlace, callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

const pageSize = 200
const maxPages = 10

type Templates = Readonly<{ templates: readonly StoredTemplate[]; isComplete: boolean }>

export type TemplateFilter = Omit<RequestOf<typeof listTemplates>, 'cursor' | 'limit'>

/** The templates of a filter, which the server applies; up to 2,000, so that sorting needs no further call. */
export function useTemplates(filter: TemplateFilter, isEnabled = true): UseQueryResult<Templates, Error> {
  const { seller } = useSession()
  return useQuery({
    queryKey: ['seller', seller.id, 'templates', filter],
    queryFn: ({ signal }) => readAll(filter, { sellerId: seller.id, signal }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  })
}

async function readAll(filter: TemplateFilter, place: CallPlace): Promise<Templates> {
  const pages = await readPages(
    (cursor) => callMethod(listTemplates, { ...filter, limit: pageSize, cursor }, place),
    ({ length }) => length < maxPages,
  )
  return { templates: pages.flatMap((page) => page.templates), isComplete: pages.at(-1)?.nextCursor === undefined }
}

/** A template as it is stored. */
export type StoredTemplate = ResultOf<typeof listTemplates>['templates'][number]

/** A template as it is saved. */
export type Template = RequestOf<typeof saveTemplate>['template']

export type TemplateKind = Template['kind']

/** Days that the sums count, the most that one call may. */
export const summedDays = 400

/** Days of the sparkline. */
export const sparkDays = 30

type TemplateFigures = ResultOf<typeof overviewFigures>['rows'][number]

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
