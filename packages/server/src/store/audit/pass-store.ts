import { readValue } from '#database/record'
import type { SqlReader } from '#database/sql-engine'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import { noBoundary, readBoundary } from '#store/events/retention-boundary'
import { parseTableSums } from '#store/events/table-sums'
import type { CheckpointKey } from '#store/keys/checkpoint-key'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { findCounter, seqCounter } from '#store/tables/counter'
import { CheckpointTrail, type TrailState } from './checkpoints.ts'
import { checkDamage, Findings, type FoundSoFar } from './findings.ts'
import { listedSellers, verifyPlaces } from './listed-sellers.ts'
import { newSellerState, type SellerState } from './seller-state.ts'
import { readHead } from './verify-ends.ts'
import { passSeller } from './verify-seller.ts'
import { verifySealedSets } from './verify-sums.ts'

/** How far the audit of a store came, as plain data that can be kept. */
export type StoreState = {
  readonly begunAtMs: number
  /** Undefined until the files of the database were checked, or could not be. */
  isStorageChecked: boolean | undefined
  /** What is found outside of sellers. */
  found: FoundSoFar
  /** Undefined until tables without a seller are compared. */
  sellerIds: readonly string[] | undefined
  /** Results of the sellers that are done, in their order. */
  verdicts: AuditReport['sellers'][number][]
  seller: SellerState | undefined
  trail: TrailState | undefined
  /** Rows that were read of sellers that are done, and their events. */
  rows: number
  events: number
  /** The part of `planned` of the sellers that are done. */
  done: number
  planned: number
  /** Set when nothing is left. */
  checkpoint: AuditReport['checkpoint']
  endedAtMs: number | undefined
}

export function newStoreState(begunAtMs: number): StoreState {
  return {
    begunAtMs,
    isStorageChecked: undefined,
    found: { listed: [], more: 0 },
    sellerIds: undefined,
    verdicts: [],
    seller: undefined,
    trail: undefined,
    rows: 0,
    events: 0,
    done: 0,
    planned: 0,
    checkpoint: undefined,
    endedAtMs: undefined,
  }
}

type SliceParts = Readonly<{ reader: SqlReader; keyring: Keyring; identifiers: Identifiers; key: CheckpointKey }>

export type StoreSlice = Readonly<{
  /** The only seller to verify. */
  sellerId: string | undefined
  signed: SignedCheckpoint | undefined
  maxRows: number
  clock: () => number
}>

/** Does a bounded part of the audit of a store, after its files were checked. `endedAtMs` is set by the last one. */
export async function passStore(state: StoreState, parts: SliceParts, slice: StoreSlice): Promise<void> {
  await parts.keyring.refresh(parts.reader)
  if (state.sellerIds === undefined) return beginSellers(state, parts, slice)
  const { signed, maxRows } = slice
  const trail = signed && new CheckpointTrail(signed, state.trail)
  const sellerId = state.seller?.sellerId ?? state.sellerIds[state.verdicts.length]
  if (sellerId === undefined) {
    if (await addNewSellers(state, parts, slice)) return
    state.checkpoint = await trail?.verdict(parts.reader, { key: parts.key, sellerId: slice.sellerId })
    state.endedAtMs = slice.clock()
    return
  }
  const seller = state.seller ?? newSellerState(sellerId)
  state.seller = seller
  await passSeller(seller, parts, { maxRows, passed: trail })
  state.trail = trail?.state
  if (seller.stage === 'done') endSeller(state, seller)
}

/** Compares what is of no seller, and finds the sellers. */
async function beginSellers(
  state: StoreState,
  { reader, keyring }: SliceParts,
  { sellerId }: StoreSlice,
): Promise<void> {
  const findings = new Findings(state.found)
  await verifySealedSets({ reader, keyring, findings })
  await verifyPlaces({ reader, findings })
  state.planned = 0
  await addSellers({ state, reader, findings }, await listedSellers({ reader, findings }, sellerId))
}

/** Finds sellers that were created since. @returns whether there are any */
async function addNewSellers(state: StoreState, { reader }: SliceParts, { sellerId }: StoreSlice): Promise<boolean> {
  const findings = new Findings(state.found)
  const known = new Set(state.sellerIds)
  const added = (await listedSellers({ reader, findings }, sellerId)).filter((id) => !known.has(id))
  await addSellers({ state, reader, findings }, added)
  return added.length > 0
}

type Adding = Readonly<{ state: StoreState; reader: SqlReader; findings: Findings }>

async function addSellers({ state, reader, findings }: Adding, sellerIds: readonly string[]): Promise<void> {
  for (const id of sellerIds) {
    await checkDamage({ findings }, 'event_head', async () => {
      state.planned += await plannedWork(reader, id)
    })
  }
  state.sellerIds = [...(state.sellerIds ?? []), ...sellerIds]
}

/** Numbers of events, coupons, and rows with a sum in the head: what takes most of the time. */
async function plannedWork(reader: SqlReader, sellerId: string): Promise<number> {
  const { newestSeq, requests, members, tableSums = '' } = await readHead({ reader, sellerId })
  const boundary = (await readBoundary(reader, sellerId)) ?? noBoundary
  const coupons = Number((await readValue(reader, findCounter({ sellerId, counterName: seqCounter }))) ?? 0)
  const ofTables = [...parseTableSums(tableSums).values()].reduce((sum, { count }) => sum + count, 0)
  return newestSeq - boundary.seq + coupons + requests.count + members.count + ofTables
}

function endSeller(state: StoreState, seller: SellerState): void {
  state.verdicts.push(verdictOf(seller))
  state.seller = undefined
  state.rows += seller.rows
  state.events += seller.newestSeq
  state.done += seller.done
}

/** What an audit came to, or has found so far. */
export function reportOf(state: StoreState): AuditReport {
  const { isStorageChecked = false, found, verdicts, seller, checkpoint } = state
  const { begunAtMs, endedAtMs = begunAtMs, rows, events } = state
  const underWay = seller === undefined || seller.found.listed.length === 0 ? [] : [verdictOf(seller)]
  return {
    store: new Findings(found).verdict(0),
    sellers: [...verdicts, ...underWay],
    isStorageChecked,
    checkpoint,
    pass: { begunAtMs, endedAtMs, rows, events },
  }
}

function verdictOf({ sellerId, found, newestSeq }: SellerState): AuditReport['sellers'][number] {
  return { sellerId, verdict: new Findings(found).verdict(newestSeq) }
}
