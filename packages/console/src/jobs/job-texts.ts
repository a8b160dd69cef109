import type { ActName, listJobs } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** A job as the server shows it. */
export type Job = ResultOf<typeof listJobs>['jobs'][number]

/** Imports of files are shown on a screen of their own, too. */
export function isImport(kind: Job['kind']): boolean {
  return kind === 'import-members' || kind === 'import-coupons'
}

/** The act of the table of roles that allows jobs of a kind. */
export const actsOfKinds = {
  send: 'send-coupons',
  void: 'bulk',
  extend: 'bulk',
  'import-members': 'import-members',
  'import-coupons': 'import-coupons',
} as const satisfies Readonly<Record<Job['kind'], ActName>>

/** What the operator calls a job; otherwise its reason, template or id. */
export function titleOf({ title, reason, couponId, jobId }: Job): string {
  return title ?? reason ?? couponId ?? jobId
}
