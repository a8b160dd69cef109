import { listOf } from '#domain/comma-list'
import type { Entry } from '#domain/master-data/master-data-store'
import { shopsIn } from '#domain/shops/shop-list'
import type { LifecycleDependencies } from '#methods/method'
import type { AppDependencies } from './app-methods.ts'
import type { OperatorDependencies } from './operator-methods.ts'

export type ActorDependencies = Pick<AppDependencies, 'apps'> & Pick<OperatorDependencies, 'operators'>

type NamedActor = Readonly<{ actor: string; name: string }>

/** The names of those of these actors who act for the seller. @param requested as events have them */
export async function namedActors(
  sellerId: string,
  requested: readonly (string | undefined)[],
  dependencies: ActorDependencies,
): Promise<NamedActor[]> {
  const wanted = [...new Set(requested)].filter((actor) => actor !== undefined).toSorted()
  const named = await Promise.all(wanted.map((actor) => namedActor(sellerId, actor, dependencies)))
  return named.filter((one) => one !== undefined)
}

async function namedActor(
  sellerId: string,
  actor: string,
  { apps, operators }: ActorDependencies,
): Promise<NamedActor | undefined> {
  const [, kind, id = ''] = /^(app|operator):(.+)$/.exec(actor) ?? []
  if (kind === 'app') {
    const app = (await apps.findAppEntry(id))?.app
    return app?.sellerIds.includes(sellerId) ? { actor, name: app.name } : undefined
  }
  const operator = kind === undefined ? undefined : await operators.findOperator(id)
  const isOfSeller = operator?.roles.some((role) => role.sellerId === sellerId) ?? false
  return operator && isOfSeller ? { actor, name: operator.displayName } : undefined
}

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
