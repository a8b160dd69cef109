import { sortRows } from '#domain/coupon/sort-rows'
import { type MemberRowOutcome, saveRow } from '#domain/lifecycle/import-members'
import { type IssuedItem, issueSorted } from '#domain/lifecycle/issue-coupons'
import type { LifecycleWriter } from '#domain/lifecycle/lifecycle-store'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { Rule } from '#domain/rule'
import type { ItemOutcome, Job, RefusedItem } from './job.ts'
import { type ActParts, answerOf, conflict, type PendingItem, requestOf } from './job-acts.ts'
import type { DoneItem } from './job-store.ts'
import { readCouponRow, readMemberRow } from './read-row.ts'

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
  const work = job.task.kind === 'import-members' ? saveMembers : issueAll
  const written = await parts.lifecycle.writeOnce<ImportAnswer, never>(
    requestOf(job, first.place, parts),
    async (writer) => ({ kind: 'done', answer: await work(items, writer, parts.nowMs) }),
  )
  const known = new Map(written.kind === 'done' ? written.answer : [])
  const other: ItemOutcome = written.kind === 'done' ? { state: 'refused', refusal: 'member-erased' } : conflict
  return items.map(({ place }) => ({ place, outcome: known.get(place) ?? other }))
}

/** As `outcomesOf`, of an import. */
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

type Work = (items: readonly PendingItem[], writer: LifecycleWriter, nowMs: number) => Promise<ImportAnswer>

const saveMembers: Work = async (items, writer, nowMs) => {
  const answer: [number, ItemOutcome][] = []
  for (const { place, target } of items) {
    if (target?.kind !== 'row') continue
    const row = readMemberRow(target.values)
    answer.push([place, 'state' in row ? row : ofMember(await saveRow(writer, row, nowMs))])
  }
  return answer
}

const issueAll: Work = async (items, writer) => {
  const answer: [number, ItemOutcome][] = []
  const rows: Readonly<{ place: number; code: string }>[] = []
  const raws = items.flatMap(({ place, target }) => {
    if (target?.kind !== 'row') return []
    const row = readCouponRow(target.values)
    if ('state' in row) {
      answer.push([place, row])
      return []
    }
    rows.push({ place, code: row.draft.terms.couponCode })
    return [row.raw]
  })
  const issued = await issueSorted(writer, sortRows(raws, 'file'))
  for (const [index, { place, code }] of rows.entries()) answer.push([place, ofCoupon(issued[index], code)])
  return answer
}

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
