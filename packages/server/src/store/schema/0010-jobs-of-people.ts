import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/** Finds the jobs that a person created, for the view of the own ones. Jobs are few, so an insert more does not count. */
export const findJobsOfPeople: Migration = {
  version: 10,
  statements: ({ createIndex }: DdlProfile) => [
    createIndex('INDEX', 'job_by_person ON job (seller_id, created_by, created_at_ms, job_id)'),
  ],
}
