import type { Table } from '#database/table'
import type { SealedSet } from '#store/keys/sealed-sets'
import {
  policySet,
  retentionSet,
  retentionWaitSet,
  shopGroupSet,
  waitingRequestSet,
  webhookSet,
} from '#store/keys/sealed-tables'
import { eventHeadTable } from '#store/tables/event-head'
import { figureCursorTable } from '#store/tables/figure-cursor'
import { figureDayTable } from '#store/tables/figure-day'
import { figureNameTable } from '#store/tables/figure-name'
import { figureOutstandingTable } from '#store/tables/figure-outstanding'
import { jobTable } from '#store/tables/job'
import { retentionPolicyTable } from '#store/tables/retention-policy'
import { retentionWaitTable } from '#store/tables/retention-wait'
import { sellerPolicyTable } from '#store/tables/seller-policy'
import { shopGroupTable } from '#store/tables/shop-group'
import { waitingRequestTable } from '#store/tables/waiting-request'
import { webhookTable } from '#store/tables/webhook'
import { comparedTables, tablesBySeller } from './moved-tables.ts'

/** Tables of which a seller has rows under a sealed sum of the whole store. */
export const sealedOfSeller: readonly Readonly<{ table: Table; set: SealedSet }>[] = [
  { table: sellerPolicyTable, set: policySet },
  { table: shopGroupTable, set: shopGroupSet },
  { table: retentionPolicyTable, set: retentionSet },
  { table: retentionWaitTable, set: retentionWaitSet },
  { table: waitingRequestTable, set: waitingRequestSet },
  { table: webhookTable, set: webhookSet },
]

/** What servers work on beside calls, or write of their own accord: copied once the source is fenced. */
const last: readonly Table[] = [
  jobTable,
  figureCursorTable,
  figureDayTable,
  figureNameTable,
  figureOutstandingTable,
  webhookTable,
  eventHeadTable,
]

const isSealed = (table: Table) => sealedOfSeller.some((sealed) => sealed.table === table)

/** Tables that rounds compare while the source is in use. */
export const earlyTables: readonly Table[] = comparedTables.filter((table) => !last.includes(table))

/** Tables that the last round compares. The head is copied after all of them. */
export const lastTables: readonly Table[] = comparedTables.filter(
  (table) => table !== eventHeadTable && !isSealed(table),
)

/** Tables from which the rows of a seller are removed. What says that it is elsewhere stays. */
export const removedTables: readonly Table[] = tablesBySeller.filter(
  (table) => table !== eventHeadTable && !isSealed(table),
)
