import { listActors } from '@yaoquan/api'
import type { Method } from '#methods/method'
import type { AppDependencies } from './app-methods.ts'
import type { OperatorDependencies } from './operator-methods.ts'

type Dependencies = Pick<AppDependencies, 'apps'> & Pick<OperatorDependencies, 'operators'>

/** The names of actors that were asked for, among those who act for the seller. */
export function listActorsMethod({ apps, operators }: Dependencies): Method<typeof listActors> {
  return {
    definition: listActors,
    async call({ actors: requested }, { sellerId }) {
      const ofApps = (await apps.listApps())
        .filter(({ app }) => app.sellerIds.includes(sellerId))
        .map(({ app }) => ({ actor: `app:${app.appKey}`, name: app.name }))
      const ofPeople = (await operators.listOperators())
        .filter(({ operator }) => operator.roles.some((role) => role.sellerId === sellerId))
        .map(({ operator }) => ({ actor: `operator:${operator.name}`, name: operator.displayName }))
      const actors = [...ofApps, ...ofPeople].filter(({ actor }) => requested.includes(actor))
      return { result: { actors, success: true } }
    },
  }
}
