import type { Finding } from './finding.ts'

/**
 * Names a finding in all reports of its day: a report that is computed again has the same finding if kind, order, coupon, redemption, shop and amounts
 * are the same. Numbers of events do not count, since an order that is synced again without a change gets new ones.
 * @param finding as it is kept
 */
export function findingId(finding: Finding): string {
  const { kind, orderId, couponCode, redemptionId, shop, offFen, orderOffFen, otherOrderId, problem } = finding
  const facts = [kind, orderId, couponCode, redemptionId, shop, offFen, orderOffFen, otherOrderId, problem]
  return JSON.stringify(facts.map((fact) => fact ?? null))
}

/** The order that a finding is about. @param id from outside @returns undefined for a text that names no finding */
export function orderOfFinding(id: string): string | undefined {
  try {
    const facts: unknown = JSON.parse(id)
    const orderId: unknown = Array.isArray(facts) ? facts[1] : undefined
    return typeof orderId === 'string' ? orderId : undefined
  } catch {
    return undefined
  }
}
