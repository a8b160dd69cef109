import { momentText } from '#domain/dates'
import type { Finding } from '#domain/findings/finding'
import type { CostLine, CostSum } from './cost.ts'
import { findingText } from './finding-text.ts'
import type { DayReport } from './reconcile-day.ts'

/** A finding with the names of JSON; amounts are fen. */
export function findingMembers(finding: Finding): object {
  const { zh, en } = findingText(finding)
  return {
    kind: finding.kind,
    pending: finding.isPending,
    text: zh,
    text_en: en,
    order_id: finding.orderId,
    coupon_code: finding.couponCode,
    redemption_id: finding.redemptionId,
    shop: finding.shop,
    off_fen: finding.offFen,
    order_off_fen: finding.orderOffFen,
    other_order_id: finding.otherOrderId,
    problem: finding.problem,
    event_seqs: finding.eventSeqs,
  }
}

/** What a day came to, with the names of JSON; amounts are fen. */
export function reportMembers(report: DayReport): Readonly<Record<string, unknown>> {
  const { day, computedAtMs, deadlineMs, throughSeq, synced, redemptions, returns, orders, cost } = report
  const { refusedUses, lostUploads, findings, findingCount, pendingCount } = report
  return {
    day,
    computed_at: momentText(computedAtMs),
    deadline: momentText(deadlineMs),
    through_event_seq: throughSeq,
    orders_synced: synced.orders,
    orders_name_coupons: synced.coupons,
    redemptions,
    returns,
    refused_uses: refusedUses,
    lost_uploads: lostUploads,
    orders,
    finding_count: findingCount,
    pending_count: pendingCount,
    findings_by_kind: findings,
    cost: {
      ...sumMembers(cost.total),
      by_template: cost.byTemplate.map(lineMembers),
      by_shop: cost.byShop.map(lineMembers),
      by_bearer: cost.byBearer.map(lineMembers),
    },
  }
}

function lineMembers({ key, name, ...sum }: CostLine): object {
  return { key: key ?? null, name, ...sumMembers(sum) }
}

function sumMembers(sum: CostSum): object {
  return {
    redemptions: sum.redemptions,
    redeemed_fen: sum.redeemedFen,
    returns: sum.returns,
    returned_fen: sum.returnedFen,
    net_fen: sum.netFen,
    unpriced: sum.unpriced,
    unpriced_face_fen: sum.unpricedFaceFen,
  }
}
