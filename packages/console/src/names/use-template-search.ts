import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listTemplates } from '@yaoquan/api'
import { useSettled } from '../design/use-settled.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { readPages } from '../server/read-pages.ts'
import { useSession } from '../session/session-provider.tsx'

export type FoundTemplate = ResultOf<typeof listTemplates>['templates'][number]

type Search = Readonly<{
  /** Part of the name or the id, as it is typed; blank: any. */
  typed: string
  /** Only those that are not closed. */
  isOpenOnly?: boolean
  /** Whether to search at all; default true. */
  isWanted?: boolean
}>

type Found = Readonly<{
  query: UseQueryResult<readonly FoundTemplate[], Error>
  /** Whether the templates are those that the typed text finds. */
  isCurrent: boolean
}>

/** A list to choose from; who does not find a template in it types more of its name. */
const mostFound = 50
/** The server examines 2,000 templates: more than sellers have. */
const maxPages = 20
const pauseMs = 250

/**
 * The first 50 templates that a typed text finds, of all that the seller has. Of roles that do not read templates: none. Meanwhile those
 * of the text before, and `isCurrent` is false.
 */
export function useTemplateSearch({ typed, isOpenOnly = false, isWanted = true }: Search): Found {
  const { seller, may } = useSession()
  const wanted = typed.trim().slice(0, 64)
  const settled = useSettled(wanted, pauseMs)
  const search = settled || undefined
  const closed = isOpenOnly ? false : undefined
  const query = useQuery({
    queryKey: ['seller', seller.id, 'template-search', search, closed],
    queryFn: async ({ signal }) => {
      const input = { search, closed, limit: mostFound }
      const place = { sellerId: seller.id, signal }
      const pages = await readPages(
        (cursor) => callMethod(listTemplates, { ...input, cursor }, place),
        (read) => read.length < maxPages && read.flatMap(({ templates }) => templates).length < mostFound,
      )
      return pages.flatMap(({ templates }) => templates).slice(0, mostFound)
    },
    enabled: isWanted && may('read-templates'),
    placeholderData: keepPreviousData,
  })
  return { query, isCurrent: settled === wanted && !query.isPlaceholderData }
}
