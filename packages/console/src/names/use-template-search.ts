import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listTemplates } from '@yaoquan/api'
import { useMemo } from 'react'
import { useSettled } from '../design/use-settled.ts'
import { callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useCategories, useShops } from './use-names.ts'

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

type CodeOption = Readonly<{ value: string; label: string }>

/** Properties of a field that offers codes by name and takes any code. */
export type CodeOptions = Readonly<{
  options: CodeOption[]
  /** False where the options are found already. */
  filterOption: false | ((typed: string, option?: CodeOption) => boolean)
  /** So that long names are not cut. */
  popupMatchSelectWidth: false
}>

/**
 * Shops that have names, those that are open first; what is typed is a part of a name or code.
 * @param isWanted whether to offer any yet
 */
export function useShopOptions(isWanted: boolean): CodeOptions {
  const { entries } = useShops(isWanted)
  const options = useMemo(() => {
    return optionsOf((entries ?? []).toSorted((left, right) => Number(left.closed) - Number(right.closed)))
  }, [entries])
  return { options, ...search }
}

/** Categories that have names. @param isWanted whether to offer any yet */
export function useCategoryOptions(isWanted: boolean): CodeOptions {
  const { entries } = useCategories(isWanted)
  const options = useMemo(() => optionsOf(entries ?? []), [entries])
  return { options, ...search }
}

/**
 * Templates that a typed text finds, by name or id, for roles that read them. The server searches all of them.
 * @param typed undefined: offers none yet
 */
export function useTemplateOptions(typed: string | undefined): CodeOptions {
  const { data } = useTemplateSearch({ typed: typed ?? '', isWanted: typed !== undefined }).query
  const options = useMemo(() => {
    return optionsOf((data ?? []).map(({ couponId, couponName }) => ({ code: couponId, name: couponName })))
  }, [data])
  return { options, filterOption: false, popupMatchSelectWidth: false }
}

function optionsOf(named: readonly Readonly<{ code: string; name: string }>[]): CodeOption[] {
  return named.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
}

const search = {
  filterOption: (typed: string, option?: CodeOption) =>
    option?.label.toLowerCase().includes(typed.trim().toLowerCase()) ?? false,
  popupMatchSelectWidth: false,
} as const
