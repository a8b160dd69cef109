import type { Job, JobTarget } from '#domain/jobs/job'
import type { NewJob } from '#domain/jobs/job-store'
import type { MemberNumber } from '#domain/members/member'
import type { ReadKindOf, ReadOf } from './read-kind.ts'

/** What acts can see of jobs. */
export interface JobReads {
  job: ReadKindOf<string, Job | undefined>
  /** The id of the job that was given the same list for the same task, if there is one. */
  jobOfList: ReadKindOf<ListOfJob, string | undefined>
  /** The members that targets name, in their order. */
  membersOfTargets: ReadKindOf<readonly JobTarget[], readonly (readonly MemberNumber[])[]>
}

type ListOfJob = Pick<NewJob, 'task' | 'sourceDigest'>

export function jobById(jobId: string): ReadOf<'job', string> {
  return { kind: 'job', by: jobId }
}

export function jobOfList({ task, sourceDigest }: ListOfJob): ReadOf<'jobOfList', ListOfJob> {
  return { kind: 'jobOfList', by: { task, sourceDigest } }
}

/** @param targets 0..1000 */
export function membersOfTargets(targets: readonly JobTarget[]): ReadOf<'membersOfTargets', readonly JobTarget[]> {
  return { kind: 'membersOfTargets', by: targets }
}
