import type { listJobs } from '@yaoquan/api'
import { useLanguage } from '../language/texts.ts'
import { actorNames } from '../names/use-names.ts'
import type { ResultOf } from '../server/call-method.ts'
import { actorText } from '../terms/event-text.ts'

/** The name of a person of a job, as events have the person. */
export type WhoOf = (actor: string) => string

/** Names the people of jobs. @param actors the names that came with the jobs */
export function useJobActors(actors: ResultOf<typeof listJobs>['actors']): WhoOf {
  const { language } = useLanguage()
  const nameOf = actorNames(actors)
  return (actor) => actorText(actor, language, nameOf)
}
