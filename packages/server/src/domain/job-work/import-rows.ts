import type { DraftSource } from '#domain/coupon/coupon-draft'
import { type SortedRows, sortRows } from '#domain/coupon/sort-rows'
import { type ItemOutcome, isImport, type Job, type RefusedItem } from '#domain/jobs/job'
import type { DoneItem } from '#domain/jobs/job-store'
import { readCouponRow, readMemberRow, sourceOf } from '#domain/jobs/read-row'
import { act, type Decision, done } from '#domain/lifecycle/act'
import { type MemberRowOutcome, saveMemberRows } from '#domain/lifecycle/import-members'
import { type IssuedItem, issuedOf } from '#domain/lifecycle/issue-coupons'
import { type FoundIssue, issueReads, readsOfNew } from '#domain/lifecycle/issue-drafts'
import { runAct, type WriteCall, type Written } from '#domain/lifecycle/lifecycle-store'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { MemberRow } from '#domain/members/member-texts'
import type { Rule } from '#domain/rule'
import { type ActParts, answerOf, conflict, type PendingItem, requestOf } from './job-acts.ts'

/** What became of rows, by place. Items of a batch that lost their target, since their member was erased, are missing. */
type ImportAnswer = readonly (readonly [place: number, outcome: ItemOutcome])[]

/** Imports the rows of one batch in one transaction, once however often it is called with the same items. */
export async function importBatch(
  job: Job,
  items: readonly PendingItem[],
  parts: ActParts,
): Promise<readonly DoneItem[]> {
  const [first] = items
  if (first === undefined) return []
  const request = requestOf(job, first.place, parts)
  const written = await importItems(job, items, { lifecycle: parts.lifecycle, request })
  const known = new Map(written.kind === 'done' ? written.answer : [])
  const other: ItemOutcome = written.kind === 'done' ? { state: 'refused', refusal: 'member-erased' } : conflict
  return items.map(({ place }) => ({ place, outcome: known.get(place) ?? other }))
}

/** Like `outcomesOf`, for an import. */
export async function outcomesOfImport(
  job: Job,
  items: readonly PendingItem[],
  parts: ActParts,
): Promise<readonly DoneItem[]> {
  const [first] = items
  const answer = first && (await answerOf<ImportAnswer>(job, first.place, parts))
  const pending = new Set(items.map(({ place }) => place))
  return (answer ?? []).flatMap(([place, outcome]) => (pending.has(place) ? [{ place, outcome }] : []))
}

function importItems(
  { task }: Job,
  items: readonly PendingItem[],
  { lifecycle, request }: WriteCall,
): Promise<Written<ImportAnswer, never>> {
  if (task.kind === 'import-members') return runAct(saveMembers, { lifecycle, request, items })
  const source = isImport(task) ? sourceOf(task) : 'people'
  return runAct(issueRows, { lifecycle, request, ...readCoupons(items, source) })
}

type RowsRead = readonly Readonly<{ place: number; row: MemberRow | RefusedItem }>[]

type Items = Readonly<{ items: readonly PendingItem[] }>

/** Saves the members of rows, in order. */
export const saveMembers = act({
  reads: ({ items }: Items, moment) => saveMemberRows.reads({ rows: memberRowsOf(readRows(items)) }, moment),
  decide({ input, found, nowMs }): Decision<ImportAnswer, never> {
    const rows = readRows(input.items)
    const decided = saveMemberRows.decide({ input: { rows: memberRowsOf(rows) }, found, nowMs })
    if (decided.kind === 'refused') return decided
    const outcomes = decided.answer.values()
    const answer = rows.map(({ place, row }) => {
      return [place, 'state' in row ? row : ofMember(outcomes.next().value ?? missing())] as const
    })
    return done(answer, decided.changes)
  },
})

function readRows(items: readonly PendingItem[]): RowsRead {
  return items.flatMap(({ place, target }) => {
    return target?.kind === 'row' ? [{ place, row: readMemberRow(target.values) }] : []
  })
}

function memberRowsOf(rows: RowsRead): readonly MemberRow[] {
  return rows.flatMap(({ row }) => ('state' in row ? [] : [row]))
}

function missing(): never {
  throw new TypeError('an import gave fewer outcomes than it was given rows')
}

type CouponRows = Readonly<{
  /** Rows that are no coupons. */
  refusals: ImportAnswer
  /** The others, in the order of `sorted`. */
  rows: readonly Readonly<{ place: number; code: string }>[]
  sorted: SortedRows
}>

/** Sorts rows into coupons and what is none. */
export function readCoupons(items: readonly PendingItem[], source: DraftSource): CouponRows {
  const refusals: [number, ItemOutcome][] = []
  const rows: Readonly<{ place: number; code: string }>[] = []
  const raws = items.flatMap(({ place, target }) => {
    if (target?.kind !== 'row') return []
    const row = readCouponRow(target.values, source)
    if ('state' in row) {
      refusals.push([place, row])
      return []
    }
    rows.push({ place, code: row.draft.terms.couponCode })
    return [row.raw]
  })
  return { refusals, rows, sorted: sortRows(raws, source) }
}

/** Issues the rows of a file that are coupons. */
export const issueRows = act<CouponRows, FoundIssue, ImportAnswer>({
  reads: ({ sorted }) => issueReads(sorted.drafts),
  ahead: ({ sorted }) => readsOfNew(sorted.drafts),
  decide({ input: { refusals, rows, sorted }, found }) {
    const { items, changes } = issuedOf(sorted, found)
    const outcomes = rows.map(({ place, code }, index) => [place, ofCoupon(items[index], code)] as const)
    return done([...refusals, ...outcomes], changes)
  },
})

function ofMember(outcome: MemberRowOutcome): ItemOutcome {
  switch (outcome.kind) {
    case 'created':
    case 'changed':
      return { state: 'done', couponCodes: [] }
    case 'existing':
      return { state: 'unchanged' }
    case 'refused':
      return refusedMember(outcome.refusal)
  }
}

/** The outcome of a row whose member is refused. */
export function refusedMember(refusal: MemberRefusal): RefusedItem {
  switch (refusal.kind) {
    case 'invalid-member':
      return { state: 'refused', refusal: 'invalid-row', fault: { field: refusal.field, rule: refusal.rule } }
    case 'member-ambiguous':
    case 'member-merged':
    case 'member-erased':
      return { state: 'refused', refusal: refusal.kind }
    default:
      throw new TypeError(`a row without a member id is not refused because of ${refusal.kind}`)
  }
}

function ofCoupon(item: IssuedItem | undefined, code: string): ItemOutcome {
  if (item === undefined) throw new TypeError('an issue gave fewer items than it was given rows')
  switch (item.kind) {
    case 'created':
      return { state: 'done', couponCodes: [code] }
    case 'existing':
    case 'duplicate':
      return { state: 'unchanged' }
    case 'conflict':
      return differs(item.fields)
    case 'invalid':
      return { state: 'refused', refusal: 'invalid-row', fault: item }
  }
}

const differsRule: Rule = {
  zh: '与同一券码已有的、或文件中更早的优惠券不同',
  en: 'differs from the coupon that has this code, or from an earlier row with it',
}

/** A coupon of the same code has other contents. @param fields properties */
export function differs(fields: readonly string[]): RefusedItem {
  return { state: 'refused', refusal: 'coupon-differs', fault: { field: fields.join(','), rule: differsRule } }
}
