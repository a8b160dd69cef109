import type { MemberRowOutcome, RowTrial } from '#server'
import type { MemberTarget } from './import-members.ts'
import type { ImportTarget, RowFault, RowOutcome } from './import-rows.ts'

type Planned = Awaited<ReturnType<RowTrial>>[number]

/** Finds what an import would do with coupons, in place of storing them. */
export function tryCoupons(tryRows: RowTrial): ImportTarget['store'] {
  return async (rows) => (await tryRows(rows.map(valuesOf))).map(outcomeOf)
}

/** The same for members. */
export function tryMembers(tryRows: RowTrial): MemberTarget['store'] {
  return async (rows) => (await tryRows(rows.map(({ values }) => values))).map(memberOutcomeOf)
}

function valuesOf(texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}

function outcomeOf(planned: Planned): RowOutcome {
  if (planned === 'created') return { kind: 'created' }
  if (planned === undefined || planned === 'unchanged') return { kind: 'existing' }
  const { refusal, fault, others = [] } = planned
  if (refusal === 'coupon-differs') return { kind: 'conflict', fields: (fault?.field ?? '').split(',') }
  const faults: readonly RowFault[] = fault === undefined ? [{ field: '', rule: unnamed(refusal) }] : [fault, ...others]
  return { kind: 'invalid', faults }
}

function memberOutcomeOf(planned: Planned): MemberRowOutcome {
  if (planned === 'created') return { kind: 'created' }
  if (planned === undefined) return { kind: 'changed' }
  if (planned === 'unchanged') return { kind: 'existing' }
  const { field, rule } = planned.fault ?? { field: '', rule: unnamed(planned.refusal) }
  return { kind: 'refused', refusal: { kind: 'invalid-member', field, rule } }
}

/** Refusals of members whose reason names no field. */
function unnamed(refusal: string): RowFault['rule'] {
  return refusal === 'member-ambiguous'
    ? { zh: '该手机号有多位会员，请加卡号', en: 'several members hold the phone; add the card' }
    : { zh: '会员不能修改', en: refusal }
}
