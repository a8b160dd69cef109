import type { SqlReader } from '#database/sql-engine'
import type { PreviewQuery, RemovalPreview, RetentionReader } from '#domain/retention/retention-store'
import { readBoundary } from '#store/events/retention-boundary'
import { eventSumOfRow, sumEvents } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { numberSumOfRow, sumNumbers } from '#store/tables/out-request'
import { findRetentionPolicy, retentionPolicyOfRow } from '#store/tables/retention-policy'
import { findRetentionWait, waitingRetentionOfRow } from '#store/tables/retention-wait'
import { findInactiveMembers } from './find-inactive-members.ts'
import { lastRemovable } from './remove-events.ts'

const previews = { request: previewRequests, member: previewMembers, event: previewEvents } as const

/** Reads policies, and what they would remove. */
export function createRetentionReader(reader: SqlReader): RetentionReader {
  return {
    async findPolicy(sellerId) {
      const row = await reader.one(findRetentionPolicy({ sellerId }))
      return row && retentionPolicyOfRow(row)
    },
    async findWaiting(sellerId) {
      const row = await reader.one(findRetentionWait({ sellerId }))
      return row && waitingRetentionOfRow(row)
    },
    preview: (kind, query) => previews[kind](reader, query),
  }
}

/** Numbers or events that one statement sums up, so that none runs long on a database server. */
const maxSummed = 5_000

const unlimited = Number.POSITIVE_INFINITY

/** What a pass would remove of request numbers. One whose parts were done at several times is as old as the last of them. */
async function previewRequests(reader: SqlReader, query: PreviewQuery): Promise<RemovalPreview> {
  let [count, kept, bytes]: [number, number, number] = [0, 0, 0]
  let oldestMs: number | undefined
  let afterNo: string | undefined = ''
  let left = query.mostStatements ?? unlimited
  for (; afterNo !== undefined && left > 0; left -= 1) {
    const row = await reader.one(sumNumbers({ ...query, afterNo, limit: maxSummed }))
    const sum: ReturnType<typeof numberSumOfRow> | undefined = row && numberSumOfRow(row)
    count += sum?.old ?? 0
    kept += (sum?.all ?? 0) - (sum?.old ?? 0)
    bytes += sum?.bytes ?? 0
    oldestMs = earlier(oldestMs, sum?.oldestMs)
    afterNo = sum?.lastNo
  }
  const isWhole = afterNo === undefined
  return { count, kept: isWhole ? kept : undefined, bytes, oldestMs: count === 0 ? undefined : oldestMs, isWhole }
}

/** What a pass would remove of events: from the oldest up to the first that is not older, or that a webhook or the figures still need. */
async function previewEvents(reader: SqlReader, query: PreviewQuery): Promise<RemovalPreview> {
  const { sellerId } = query
  const head = await reader.one(findEventHead({ sellerId }))
  const firstSeq = (await readBoundary(reader, sellerId))?.seq ?? 0
  let [count, bytes]: [number, number] = [0, 0]
  let oldestMs: number | undefined
  let [afterSeq, upToSeq]: [number | undefined, number] = [firstSeq, await lastRemovable(reader, sellerId)]
  let left = query.mostStatements ?? unlimited
  for (; afterSeq !== undefined && left > 0; left -= 1) {
    const row = await reader.one(sumEvents({ ...query, afterSeq, upToSeq, limit: maxSummed }))
    const sum: ReturnType<typeof eventSumOfRow> | undefined = row && eventSumOfRow(row)
    // The slice with the first event that stays is summed up again without it.
    if (sum?.stopSeq !== undefined) upToSeq = sum.stopSeq - 1
    else {
      count += sum?.events ?? 0
      bytes += sum?.bytes ?? 0
      oldestMs = earlier(oldestMs, sum?.oldestMs)
      afterSeq = sum?.lastSeq
    }
  }
  const newestSeq = head === undefined ? firstSeq : eventHeadOfRow(head).newestSeq
  const isWhole = afterSeq === undefined
  return { count, kept: isWhole ? newestSeq - firstSeq - count : undefined, bytes, oldestMs, isWhole }
}

/** How many members a pass would erase. Their coupons stay, so no bytes are told. */
async function previewMembers(reader: SqlReader, query: PreviewQuery): Promise<RemovalPreview> {
  const { sellerId, beforeMs, mostStatements = unlimited } = query
  let [count, after]: [number, number | undefined] = [0, 0]
  for (let left = mostStatements; after !== undefined && left > 0; left -= 1) {
    const found = await findInactiveMembers(reader, { sellerId, after, beforeMs })
    count += found.inactive.length
    after = found.next
  }
  return { count, kept: undefined, bytes: undefined, oldestMs: undefined, isWhole: after === undefined }
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}
