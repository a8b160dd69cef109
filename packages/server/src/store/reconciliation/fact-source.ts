import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import { allInList, type ListStatement, listsOf } from '#database/table'
import type { CouponFacts } from '#domain/reconciliation/facts'
import { defaultReturnPolicy, type TemplateTerms } from '#domain/templates/template'
import type { Identifiers } from '#store/members/identifiers'
import { isSealedForm, openForms } from '#store/members/stored-form'
import { findEventsOfCoupons, findUseEvents, type ReconciledCoupon, useEventOfRow } from '#store/tables/reconciled-rows'
import { templateVersionsQuery, versionedTermsOfRow } from '#store/tables/template-version'

/** Source of the facts of one page. */
export type FactSource = Readonly<{
  reader: SqlReader
  sellerId: string
  identifiers: Identifiers
  /** Terms by template and version, as far as they were read. */
  templates: Map<string, TemplateTerms>
}>

/** The rows of a statement with a list, whatever its length. @param input a list, which may repeat itself */
export function rowsOf<Given extends Readonly<Record<string, readonly SqlValue[]>>>(
  { reader, sellerId }: FactSource,
  statement: ListStatement<Given & Readonly<{ sellerId: string }>>,
  input: Given,
): Promise<readonly SqlRow[]> {
  const once = Object.fromEntries(Object.entries(input).map(([name, list]) => [name, [...new Set(list)]]))
  return allInList(reader, statement, { ...input, ...once, sellerId })
}

/** Opens the ids of orders. @param forms as they are stored */
export async function openOrderIds(source: FactSource, forms: readonly string[]): Promise<(form: string) => string> {
  const sealed = forms.filter(isSealedForm)
  const textOf = sealed.length === 0 ? undefined : await openForms(source, source.sellerId, sealed)
  return (form) => (textOf !== undefined && isSealedForm(form) ? textOf(form) : form)
}

/** The events of a redemption; those that were removed by age are missing. */
type UseEvents = Readonly<{ eventSeq: number | undefined; returnEventSeq: number | undefined }>

/** The events of redemptions. @param couponSeqs of their coupons */
export async function useEventsOf(
  source: FactSource,
  couponSeqs: readonly number[],
): Promise<(redemptionId: string) => UseEvents> {
  const numbers = (await rowsOf(source, findEventsOfCoupons, { couponSeqs })).map(Number)
  const rows = await rowsOf(source, findUseEvents, { eventSeqs: numbers })
  const events = rows.map(useEventOfRow).filter((event) => event !== undefined)
  const [redeemed, returned] = [false, true].map((isReturn) => {
    return new Map(events.filter((event) => event.isReturn === isReturn).map((event) => [event.redemptionId, event]))
  })
  return (redemptionId) => ({
    eventSeq: redeemed?.get(redemptionId)?.eventSeq,
    returnEventSeq: returned?.get(redemptionId)?.eventSeq,
  })
}

/** What else is known of coupons. @returns gives the facts of one of them */
export async function couponFactsOf(
  source: FactSource,
  coupons: readonly ReconciledCoupon[],
): Promise<(coupon: ReconciledCoupon) => CouponFacts> {
  await readTemplates(source, coupons)
  const opened = await openOrderIds(
    source,
    coupons.flatMap(({ usedBy }) => usedBy?.orderId ?? []),
  )
  return ({ couponCode, couponId, couponName, faceFen, templateVersion, returnCount, usedBy }) => {
    const terms = source.templates.get(templateKey(couponId, templateVersion))
    const { kind, maxCycles } = terms?.returnPolicy ?? defaultReturnPolicy
    return {
      couponCode,
      couponId,
      couponName,
      faceFen,
      hasTemplate: templateVersion !== undefined,
      costBearer: terms?.costBearer,
      isReturnable: kind === 'same-code' && (maxCycles === undefined || returnCount < maxCycles),
      usedBy: usedBy && { redemptionId: usedBy.redemptionId, orderId: opened(usedBy.orderId) },
    }
  }
}

/** Most versions that one statement reads. */
const maxVersions = 200

async function readTemplates(
  { reader, sellerId, templates }: FactSource,
  coupons: readonly ReconciledCoupon[],
): Promise<void> {
  const missing = new Map<string, Readonly<{ couponId: string; version: number }>>()
  for (const { couponId, templateVersion: version } of coupons) {
    const key = templateKey(couponId, version)
    if (couponId !== undefined && version !== undefined && !templates.has(key)) missing.set(key, { couponId, version })
  }
  for (const versions of listsOf([...missing.values()], maxVersions)) {
    for (const row of await reader.all(templateVersionsQuery(sellerId, versions))) {
      const { terms, version } = versionedTermsOfRow(row)
      templates.set(templateKey(terms.couponId, version), terms)
    }
  }
}

function templateKey(couponId: string | undefined, version: number | undefined): string {
  return `${version}:${couponId}`
}
