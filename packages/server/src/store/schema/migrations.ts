import type { Migration } from '#database/migrate'
import { createTables } from './0001.ts'
import { addTableSums } from './0002-table-sums.ts'
import { keepConsents } from './0003-consents.ts'
import { findRefusalsByMember } from './0004-refusals-of-members.ts'
import { keepRetentionWaits } from './0005-retention-wait.ts'
import { keepSavedViews } from './0006-saved-views.ts'
import { keepWaitingRequests } from './0007-waiting-requests.ts'
import { narrowIndexes } from './0008-partial-indexes.ts'
import { keepAppLanguages } from './0009-app-languages.ts'
import { findJobsOfPeople } from './0010-jobs-of-people.ts'
import { placeSellers } from './0011-stores-of-sellers.ts'

/** Every step of the schema, in order. A released step never changes; new steps are added at the end. */
export const migrations: readonly Migration[] = [
  createTables,
  addTableSums,
  keepConsents,
  findRefusalsByMember,
  keepRetentionWaits,
  keepSavedViews,
  keepWaitingRequests,
  narrowIndexes,
  keepAppLanguages,
  findJobsOfPeople,
  placeSellers,
]
