import type { Job, JobStep } from '#domain/jobs/job'
import type { GivenTarget, NewJob } from '#domain/jobs/job-store'
import type { ChangeOf } from './change-of.ts'

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
