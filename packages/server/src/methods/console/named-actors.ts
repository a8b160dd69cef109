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
