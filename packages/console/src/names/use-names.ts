import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { listActors, listCategories, listShops } from '@yaoquan/api'
import { type CallPlace, callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { NameOf } from './code-text.ts'

export type Shop = ResultOf<typeof listShops>['shops'][number]
export type Category = ResultOf<typeof listCategories>['categories'][number]

/** Master data of the seller, whole. Until it is there, and where there is none, codes have no names. */
export type Names<E> = Readonly<{
  /** Entries in the order of codes; undefined while loading. */
  entries: readonly E[] | undefined
  error: Error | null
  retry: () => void
  /** The name of a code; undefined if it has none. */
  nameOf: (code: string) => string | undefined
}>

/**
 * The shops that have names. Read once for all screens, since most of them show some.
 * @param isWanted whether to read them at all
 */
export function useShops(isWanted = true): Names<Shop> {
  return useNames(
    'shop',
    async (cursor, place) => {
      const { shops, nextCursor } = await callMethod(listShops, { cursor, limit: pageSize }, place)
      return { entries: shops, nextCursor }
    },
    isWanted,
  )
}

/** The categories that have names. @param isWanted whether to read them at all */
export function useCategories(isWanted = true): Names<Category> {
  return useNames(
    'category',
    async (cursor, place) => {
      const { categories, nextCursor } = await callMethod(listCategories, { cursor, limit: pageSize }, place)
      return { entries: categories, nextCursor }
    },
    isWanted,
  )
}

/** The names of apps and operators. @param actors those that are shown, as events have them */
export function useActors(actors: readonly string[]): NameOf {
  const requested = [...new Set(actors)].toSorted()
  const { nameOf } = useNames(`actor ${requested.join()}`, async (cursor = '0', place) => {
    const [first, end] = [Number(cursor), Number(cursor) + actorsAtOnce]
    if (requested.length === 0) return { entries: [] }
    const { actors: named } = await callMethod(listActors, { actors: requested.slice(first, end) }, place)
    const entries = named.map(({ actor: code, name }) => ({ code, name }))
    return end < requested.length ? { entries, nextCursor: String(end) } : { entries }
  })
  return nameOf
}

/** The names that came with an answer. */
export function actorNames(actors: ResultOf<typeof listActors>['actors'] = []): NameOf {
  return (actor) => actors.find((one) => one.actor === actor)?.name
}

type Scope = Readonly<Record<'shop' | 'category' | 'excludeCategory', string | undefined>>

/** Names that came with an answer; undefined: they did not. */
export type KnownNames = Readonly<Partial<Record<'shops' | 'categories', readonly Named[] | undefined>>>

type Named = Readonly<{ code: string; name: string }>

/**
 * Names of the codes in terms of coupons.
 * @param terms those that are shown, whose names alone are read; absent: any
 * @param known names that need not be read
 */
export function useTermNames(
  terms?: readonly Partial<Scope>[],
  known: KnownNames = {},
): Readonly<{ shop: NameOf; category: NameOf }> {
  const namesShops = terms?.some(({ shop }) => hasCode(shop)) ?? true
  const namesCategories = terms?.some((one) => hasCode(one.category) || hasCode(one.excludeCategory)) ?? true
  const shops = useShops(namesShops && known.shops === undefined)
  const categories = useCategories(namesCategories && known.categories === undefined)
  return { shop: nameIn(known.shops) ?? shops.nameOf, category: nameIn(known.categories) ?? categories.nameOf }
}

function nameIn(named: readonly Named[] | undefined): NameOf | undefined {
  return named && ((code) => named.find((one) => one.code === code)?.name)
}

/** Groups of shops have no other name. */
function hasCode(codes: string | undefined): boolean {
  return codes?.split(',').some((code) => !code.trim().startsWith('@')) ?? false
}

const pageSize = 1000
/** The most actors that one call may name. */
const actorsAtOnce = 50
/** 20,000 names: more than chains have. What comes after them is shown by its code. */
const maxPages = 20

/** Reads names again after some were saved. */
export function forgetNames(client: QueryClient, sellerId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: keyOf(sellerId) })
}

/** Forgets the names of the chosen seller. */
export function useForgetNames(): () => void {
  const client = useQueryClient()
  const { seller } = useSession()
  return () => void forgetNames(client, seller.id)
}

function keyOf(sellerId: string): readonly string[] {
  // Apart from what writes read again: a redemption changes no name.
  return ['names', sellerId]
}

type Page<E> = Readonly<{ entries: readonly E[]; nextCursor?: string | undefined }>

function useNames<E extends Readonly<{ code: string; name: string }>>(
  kind: string,
  read: (cursor: string | undefined, place: CallPlace) => Promise<Page<E>>,
  isWanted = true,
): Names<E> {
  const { seller, may } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: [...keyOf(seller.id), kind],
    queryFn: async ({ signal }) => {
      const place = { sellerId: seller.id, signal }
      const pages = await readPages(
        (cursor) => read(cursor, place),
        ({ length }) => length < maxPages,
      )
      const entries = pages.flatMap((page) => page.entries)
      return { entries, names: new Map(entries.map(({ code, name }) => [code, name])) }
    },
    staleTime: 600_000,
    // More actors are another question: the names that are known stay meanwhile.
    placeholderData: (former) => former,
    enabled: isWanted && may('read-shops'),
  })
  return {
    entries: data?.entries,
    error,
    retry: () => void refetch(),
    nameOf: (code) => data?.names.get(code),
  }
}
