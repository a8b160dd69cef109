import { listOf } from '#domain/comma-list'
import type { Entry } from '#domain/master-data/master-data-store'
import { shopsIn } from '#domain/shops/shop-list'
import type { LifecycleDependencies } from '#methods/method'

/** Lists of codes in the terms of a coupon or template. */
type Scope = Readonly<Partial<Record<'shop' | 'category' | 'excludeCategory', string | undefined>>>

type NamedCode = Readonly<Pick<Entry, 'code' | 'name'>>

/** The names of the shops and categories that terms write. */
export async function namedCodes(
  sellerId: string,
  scopes: readonly (Scope | undefined)[],
  { masterData }: Pick<LifecycleDependencies, 'masterData'>,
): Promise<{ shops: NamedCode[]; categories: NamedCode[] }> {
  const categories = scopes.flatMap((scope) => [scope?.category, scope?.excludeCategory])
  const found = await masterData.findNamed(sellerId, {
    shops: [...new Set(scopes.flatMap((scope) => shopsIn(scope?.shop)))],
    categories: [...new Set(categories.flatMap((codes) => listOf(codes ?? '')))],
  })
  const named = (entries: readonly Entry[]) => entries.map(({ code, name }) => ({ code, name }))
  return { shops: named(found.shops), categories: named(found.categories) }
}
