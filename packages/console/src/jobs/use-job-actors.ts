import { getJob } from '@yaoquan/api'
import { useLanguage } from '../language/texts.ts'
import { useActors } from '../names/use-names.ts'
import { useRead } from '../session/use-server.ts'
import { actorText } from '../terms/event-text.ts'
import type { Job } from './job-texts.ts'

/** The name of a person of a job, as events have the person. */
export type WhoOf = (actor: string) => string

/**
 * Names the people of all jobs that a screen shows, by one call.
 * @param jobId the job that is open beside the list, which need not be in it
 */
export function useJobActors(rows: readonly Job[], jobId?: string): WhoOf {
  const { language } = useLanguage()
  const { data } = useRead(getJob, { jobId: jobId ?? '' }, { isEnabled: jobId !== undefined })
  const jobs = data === undefined ? rows : [...rows, data.job]
  const people = jobs.flatMap((job) => [job?.createdBy, job?.startedBy]).filter((one) => one !== undefined)
  const nameOf = useActors(people)
  return (actor) => actorText(actor, language, nameOf)
}
