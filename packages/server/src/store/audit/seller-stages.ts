import { addRows, type RowSum } from '#encryption/seals'
import { boundarySeals, type StateSums } from '#store/events/retention-boundary'
import { parseTableSums, summedTables } from '#store/events/table-sums'
import { findRedemptionsPast } from './compare-redemptions.ts'
import { FigureRecount } from './figure-recount.ts'
import { checkDamage, problemOfSum } from './findings.ts'
import { firstPlace, type Reference, type SellerSlice, type Stage, spend } from './seller-state.ts'
import { CouponCounts, verifyUsage } from './verify-counters.ts'
import { couponBlockSize, verifyCouponBlock } from './verify-coupons.ts'
import { readAuditedBoundary, verifyBoundary, verifyHead } from './verify-ends.ts'
import { verifyFigures } from './verify-figures.ts'
import { openedTables, verifyMembers, verifyOpened } from './verify-members.ts'
import { verifyRequests, verifyTableSum } from './verify-sums.ts'
import { verifyTemplates } from './verify-templates.ts'
import { findCouponsPast } from './walk-events.ts'

type StageWork = Readonly<{
  /** The table that is named when it cannot be read. */
  table: string
  /** Does what the budget of a slice allows, after the events up to the head were walked. @returns whether the stage is done */
  run(slice: SellerSlice): Promise<boolean>
}>

/** What each stage does. Those over a sum read all rows of it in one slice, since the sum is that of one moment. */
export const stageWorks: Readonly<Record<Exclude<Stage, 'done'>, StageWork>> = {
  events: { table: 'chain_event', run: async (slice) => setReference(slice) },
  coupons: { table: 'coupon', run: compareCoupons },
  usage: { table: 'member_usage', run: compareUsage },
  opened: { table: 'member', run: openSealed },
  requests: { table: 'out_request', run: sumRequests },
  members: { table: 'member', run: sumMembers },
  tables: { table: 'job', run: sumTables },
  figures: { table: 'figure_day', run: countFigures },
  end: { table: 'event_head', run: compareEnd },
}

function setReference({ state }: SellerSlice): true {
  const { seq = 0, coupons = 0 } = state.walked ?? {}
  state.reference = { seq, coupons, sums: state.sums }
  return true
}

async function compareCoupons(slice: SellerSlice): Promise<boolean> {
  const { state, audit, boundary, budget } = slice
  const { reference = noReference } = state
  const seals = reference.sums && boundarySeals(audit.keyring.rows, state.sellerId)
  while (state.compared.coupons < reference.coupons && budget.left > 0) {
    const { coupons, sums } = state.compared
    const last = Math.min(coupons + couponBlockSize, reference.coupons)
    const input = { first: coupons + 1, last, boundary, seals, referenceSeq: reference.seq }
    const found = await verifyCouponBlock(audit, input)
    state.compared = { coupons: last, sums: added(sums, found) }
    spend(slice, last - coupons)
  }
  if (state.compared.coupons < reference.coupons) return false
  compareSums(slice, reference)
  await findRedemptionsPast(audit, state.walked?.coupons ?? 0)
  return true
}

const noReference: Reference = { seq: 0, coupons: 0, sums: undefined }

function added(left: StateSums, right: StateSums): StateSums {
  return {
    states: plus(left.states, right.states),
    redemptions: plus(left.redemptions, right.redemptions),
  }
}

function plus(left: RowSum, { count, sum }: RowSum): RowSum {
  return { count: left.count + count, sum: addRows(left, [sum]).sum }
}

/** What removed events said of coupons and redemptions can only be compared as sums. */
function compareSums({ state, audit }: SellerSlice, { seq, sums: expected }: Reference): void {
  if (expected === undefined) return
  const { states, redemptions } = state.compared.sums
  if (states.count === expected.states.count && Buffer.compare(states.sum, expected.states.sum) !== 0) {
    const key = `seq 1 to ${states.count}`
    audit.findings.add('coupon', key, `the state of one or more as of event ${seq} was altered`)
  }
  const problem = problemOfSum(redemptions, expected.redemptions, 'that no event mentions')
  if (problem !== undefined) audit.findings.add('redemption', `${redemptions.count} rows`, problem)
}

async function compareUsage(slice: SellerSlice): Promise<boolean> {
  const { state, audit, budget } = slice
  const page = { after: state.place.after, maxRows: budget.left }
  const { after, rows } = await verifyUsage(audit, state.traces, page)
  spend(slice, rows, 0)
  state.place = { table: 0, after }
  return after === undefined
}

async function openSealed(slice: SellerSlice): Promise<boolean> {
  const { state, audit, budget } = slice
  for (let opened = openedTables[state.place.table]; opened !== undefined; opened = openedTables[state.place.table]) {
    const { table, after } = state.place
    if (budget.left <= 0) return false
    const end = await verifyOpened(audit, opened, { after, maxRows: budget.left })
    spend(slice, end.rows, 0)
    state.place = end.after === undefined ? { table: table + 1, after: undefined } : { table, after: end.after }
  }
  return true
}

async function sumRequests(slice: SellerSlice): Promise<true> {
  const { audit, head } = slice
  await verifyEnd(slice)
  await verifyRequests(audit, head.requests)
  return spendAll(slice, head.requests.count)
}

async function sumMembers(slice: SellerSlice): Promise<true> {
  const { audit, head } = slice
  await verifyEnd(slice)
  await verifyMembers(audit, head.members)
  return spendAll(slice, head.members.count)
}

async function sumTables(slice: SellerSlice): Promise<boolean> {
  const { state, audit, head } = slice
  const { table } = state.place
  const summed = summedTables[table]
  if (summed === undefined || head.tableSums === undefined) return true
  await verifyEnd(slice)
  await checkDamage(audit, summed.table.name, () => verifyTableSum(audit, summed, head.tableSums ?? ''))
  state.place = { ...firstPlace, table: table + 1 }
  spendAll(slice, parseTableSums(head.tableSums).get(summed.table.name)?.count ?? 0)
  return table + 1 === summedTables.length
}

/** The sums of a head are those that its seal covers. */
function verifyEnd({ audit, head, state }: SellerSlice): Promise<void> {
  return verifyHead(audit, head, state.walked ?? { seq: 0, hash: undefined })
}

/** Ends a slice: the next one sees a moment of its own. */
function spendAll(slice: SellerSlice, rows: number): true {
  spend(slice, rows)
  slice.budget.left = 0
  return true
}

async function countFigures(slice: SellerSlice): Promise<boolean> {
  const { state, audit, boundary, budget } = slice
  const recount = await FigureRecount.open(audit, boundary, state.figures)
  spend(slice, (await recount?.catchUp(budget.left)) ?? 0, 0)
  state.figures = recount?.state
  return recount === undefined || recount.isDone
}

/** Compares what has to be of one moment: the end of the events, and what all of them come to. */
async function compareEnd(slice: SellerSlice): Promise<true> {
  const { state, audit, head, boundary } = slice
  const recount = await FigureRecount.open(audit, boundary, state.figures)
  await recount?.catchUp(Number.POSITIVE_INFINITY)
  state.figures = recount?.state
  await readAuditedBoundary(audit)
  await verifyBoundary(audit, head.boundaryDigest)
  if (state.walked !== undefined) await findCouponsPast(audit, state.walked)
  await verifyEnd(slice)
  await checkDamage(audit, 'coupon_template', () => verifyTemplates(audit, state.traces))
  await checkDamage(audit, 'figure_day', () => verifyFigures(audit, recount, boundary))
  await checkDamage(audit, 'counter', () => new CouponCounts(state.counts).compare(audit))
  return true
}
