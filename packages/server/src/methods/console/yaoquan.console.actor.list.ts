import { listActors } from '@yaoquan/api'
import type { Method } from '#methods/method'
import { type ActorDependencies, namedActors } from './named-actors.ts'

/** The names of actors that were asked for, among those who act for the seller. */
export function listActorsMethod(dependencies: ActorDependencies): Method<typeof listActors> {
  return {
    definition: listActors,
    async call({ actors: requested }, { sellerId }) {
      return { result: { actors: await namedActors(sellerId, requested, dependencies), success: true } }
    },
  }
}
