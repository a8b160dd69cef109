import type { JobListQuery } from '#domain/jobs/job-store'

type Before = NonNullable<JobListQuery['before']>

const form = /^j(\d{1,16})\.(\w{1,32})$/

/** Where the page after a job begins. */
export function writeJobCursor({ createdAtMs, jobId }: Before): string {
  return `j${createdAtMs}.${jobId}`
}

/** @returns undefined for what is no cursor */
export function readJobCursor(cursor: string): Before | undefined {
  const [, ms, jobId] = form.exec(cursor) ?? []
  return jobId === undefined ? undefined : { createdAtMs: Number(ms), jobId }
}
