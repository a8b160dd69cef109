import type { AppDependencies } from './app-methods.ts'
import type { OperatorDependencies } from './operator-methods.ts'

export type ActorDependencies = Pick<AppDependencies, 'apps'> & Pick<OperatorDependencies, 'operators'>

/** The names of those of these actors who act for the seller. @param requested as events have them */
export async function namedActors(
  sellerId: string,
  requested: readonly (string | undefined)[],
  { apps, operators }: ActorDependencies,
): Promise<{ actor: string; name: string }[]> {
  const wanted = new Set(requested)
  const ofApps = (await apps.listApps())
    .filter(({ app }) => app.sellerIds.includes(sellerId))
    .map(({ app }) => ({ actor: `app:${app.appKey}`, name: app.name }))
  const ofPeople = (await operators.listOperators())
    .filter(({ operator }) => operator.roles.some((role) => role.sellerId === sellerId))
    .map(({ operator }) => ({ actor: `operator:${operator.name}`, name: operator.displayName }))
  return [...ofApps, ...ofPeople].filter(({ actor }) => wanted.has(actor))
}
