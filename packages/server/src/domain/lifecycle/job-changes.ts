import type { Job, JobStep, JobTarget } from '#domain/jobs/job'
import type { GivenTarget, NewJob } from '#domain/jobs/job-store'
import type { MemberNumber } from '#domain/members/member'
import type { ChangeOf, ReadKindOf, ReadOf } from './change-of.ts'

/** What acts can change of jobs. */
export interface JobChanges {
  /** A new draft. */
  jobDrafted: JobDrafted
  /** A step of a job. */
  jobStepped: JobStepped
}

type JobDrafted = Readonly<{
  draft: NewJob
  /** All targets, if it has them from the beginning. */
  targets: readonly GivenTarget[]
  /** Rows that name the code of an earlier row, those that were given again left out. */
  repeated: number
  /** `submit`: it waits for another person. */
  act: 'draft' | 'submit'
}>

type JobStepped = Readonly<{ step: JobStep; to: Job }>

export function jobDrafted(drafted: JobDrafted): ChangeOf<'jobDrafted', JobDrafted> {
  return { kind: 'jobDrafted', to: drafted }
}

export function jobStepped(stepped: JobStepped): ChangeOf<'jobStepped', JobStepped> {
  return { kind: 'jobStepped', to: stepped }
}

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
