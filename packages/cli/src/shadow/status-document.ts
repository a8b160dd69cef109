import type { Condition, CrawlPosition, Figures, RunSwitch, StoredReport } from '#server'
import { instantText } from '#terminal/output'

/** A shadow run as JSON. @param crawl the latest one of the same CRM and seller */
export function statusDocument(report: StoredReport, figures: Figures, crawl: CrawlPosition | undefined): object {
  const { learned } = report
  const { calls, skipped, agreement = null, coverage = null, conditions } = figures
  return {
    port: report.port,
    upstream: report.upstream,
    seller_id: report.sellerId,
    started_at: instantText(report.startedAtMs),
    updated_at: instantText(report.updatedAtMs),
    calls: { ...calls, skipped },
    not_counted: (report.gaps ?? []).map(({ fromMs, toMs }) => ({ from: instantText(fromMs), to: instantText(toMs) })),
    agreement_percent: agreement,
    coverage_percent: coverage,
    sees_less: report.switching.state?.seesLess?.en ?? null,
    covered: { coupons: coveredDocument(figures.covered.coupons), members: coveredDocument(figures.covered.members) },
    sellers: figures.sellers.map(({ sellerId, ...verdicts }) => ({ seller_id: sellerId, ...verdicts })),
    unwritten_rules: figures.rules.map(({ name, text: { zh, en, setting }, count, of, couponCode }) => {
      return { rule: name, zh, en, setting: setting?.en ?? null, count, of, coupon_code: couponCode || null }
    }),
    learned: learned === undefined ? null : learnedDocument(learned),
    crawl: crawl === undefined ? null : positionDocument(crawl),
    days: figures.days.map((day) => ({ ...day, groups: day.groups.map(groupDocument) })),
    groups: figures.groups.map(groupDocument),
    deviations: [
      ...figures.open.map((row) => ({ ...rowDocument(row), accepted: null })),
      ...figures.accepted.map((row) => ({ ...rowDocument(row), accepted: decisionDocument(row.decision) })),
    ],
    unlisted_deviations: report.unlisted,
    ready: conditionsDocument(conditions),
    switch: switchDocument(report.switching),
  }
}

function groupDocument({ appKey, ...group }: Figures['groups'][number]): object {
  return { app_key: appKey, ...group }
}

function coveredDocument({ seen, agreed, known }: Figures['covered']['coupons']): object {
  return { seen, agreed, known: known ?? null }
}

function positionDocument(position: CrawlPosition): object {
  const { targets, target, calls, counts, differing, refused = 0, isDone, updatedAtMs } = position
  const { seen: coupons, created, moved } = counts
  const at = instantText(updatedAtMs)
  return {
    targets,
    targets_done: target,
    calls,
    coupons,
    created,
    moved,
    differing,
    refused,
    done: isDone,
    updated_at: at,
  }
}

function switchDocument({ routes, isDamaged, isInForce, state, refused }: RunSwitch): object {
  const { waiting = 0, oldestAtMs, delivered = 0 } = state?.mirror ?? {}
  return {
    ours: state?.ours ?? null,
    in_force: isInForce,
    damaged: isDamaged,
    problem: state?.problem ?? null,
    routes: routes.map(({ appKey, method = null, to, reason, by, atMs }) => {
      return { app_key: appKey, method, to, reason, by, at: instantText(atMs) }
    }),
    routed_calls: state?.routed ?? {},
    not_routed_calls: state?.unread ?? {},
    only_ours: state?.onlyOurs ?? {},
    mirror: {
      waiting,
      oldest_waiting: oldestAtMs === undefined ? null : instantText(oldestAtMs),
      delivered,
      refused: refused.map(({ appKey, method, code, subCode, count, lastAtMs }) => {
        return { app_key: appKey, method, code, sub_code: subCode, count, last_at: instantText(lastAtMs) }
      }),
    },
  }
}

function learnedDocument(learned: NonNullable<StoredReport['learned']>): object {
  const { seen, created, moved, notLearned, orders = 0, failedAnswers } = learned
  return { seen, created, moved, not_learned: notLearned, orders, failed_answers: failedAnswers }
}

/** Null while no condition is set. */
export function conditionsDocument(conditions: readonly Condition[]): object | null {
  if (conditions.length === 0) return null
  return {
    is_ready: conditions.every(({ isMet }) => isMet),
    conditions: conditions.map(({ name, goal, figure, isMet }) => ({
      name: name === 'openClasses' ? 'open_classes' : name,
      goal,
      figure,
      is_met: isMet,
    })),
  }
}

function rowDocument({ class: kind, ...row }: Figures['open'][number]): object {
  const { example } = row
  return {
    class: kind,
    kind: row.kind,
    method: row.method,
    name: row.name,
    count: row.count,
    first_at: instantText(row.firstAtMs),
    last_at: instantText(row.lastAtMs),
    example: {
      app_key: example.appKey,
      coupon_code: example.couponCode,
      upstream: example.upstream,
      ours: example.ours,
    },
  }
}

/** An acceptance or its withdrawal. */
export function decisionDocument(decision: Figures['accepted'][number]['decision']): object {
  const { named, isSoFar, reason, by, atMs } = decision
  return { class: named, so_far: isSoFar, reason, by, at: instantText(atMs) }
}
