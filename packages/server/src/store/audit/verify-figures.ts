import { setImmediate as nextTurn } from 'node:timers/promises'
import { addDays, type DateText, dayOf } from '#domain/dates'
import { figureNames, noFigures, noOutstanding } from '#domain/figures/figures'
import { dayKey } from '#store/figures/plan-step'
import { findFigureCursor } from '#store/tables/figure-cursor'
import {
  type FigureDay,
  figureDayOfRow,
  figureScopes,
  findAnyFigureDay,
  listFigureDay,
  listFigureDays,
} from '#store/tables/figure-day'
import {
  listOutstanding,
  listOutstandingDays,
  type OutstandingRow,
  outstandingKey,
  outstandingOfRow,
} from '#store/tables/figure-outstanding'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import type { FigureRecount, Recounted } from './figure-recount.ts'
import type { SellerAudit } from './findings.ts'

/** Compares the figures of a seller with those counted again. @param recount undefined for a seller without figures, or whose figures are being counted anew */
export async function verifyFigures(
  audit: SellerAudit,
  recount: FigureRecount | undefined,
  boundary: RetentionBoundary,
): Promise<void> {
  const { reader, sellerId, findings } = audit
  if (recount === undefined) {
    const isMissing = (await reader.one(findFigureCursor({ sellerId }))) === undefined
    if (isMissing && (await reader.one(findAnyFigureDay({ sellerId }))) !== undefined) {
      findings.add('figure_cursor', 'the cursor', 'missing')
    }
    return
  }
  const recounted = recount.result()
  if (recounted === undefined) return
  const { cursor, isCursorFound, missingNames, strayNames } = recounted
  if (!isCursorFound || cursor.missingSeq > boundary.seq) {
    findings.add('figure_cursor', `event ${cursor.seq}`, 'altered: no event matches it')
    return
  }
  for (const { kind, name } of missingNames) findings.add('figure_name', `${kind} ${name}`, 'missing')
  for (const { kind, name } of strayNames) findings.add('figure_name', `${kind} ${name}`, 'no event explains it')
  await compareDays(audit, recounted, knownAfter(recounted, boundary))
  await compareOutstanding(audit, recounted)
}

/** The day after which all that figures count is in the events that there are. Tills may date a use somewhat ahead. */
function knownAfter({ cursor }: Recounted, { seq, beforeMs }: RetentionBoundary): DateText {
  return cursor.missingSeq === seq ? '' : addDays(dayOf(beforeMs), 1)
}

async function compareDays(
  { reader, sellerId, findings }: SellerAudit,
  { days }: Recounted,
  knownAfterDay: DateText,
): Promise<void> {
  const missing = new Map(days)
  const compare = (key: string, stored: FigureDay | undefined, counted: FigureDay | undefined) => {
    const different = figureNames.filter((name) => figureOf(stored, name) !== figureOf(counted, name))
    if (different.length === 0) return
    const said = different.map((name) => `${name} is ${figureOf(stored, name)}, events give ${figureOf(counted, name)}`)
    findings.add('figure_day', key, said.join('; '))
  }
  for (const [scope = null, day = null] of await reader.all(listFigureDays({ sellerId }))) {
    if (String(day) <= knownAfterDay) continue
    for (const row of await reader.all(listFigureDay({ sellerId, scope: Number(scope), dayText: String(day) }))) {
      const stored = figureDayOfRow(row)
      const isKnownScope = Object.values(figureScopes).some((known) => known === Number(scope))
      const key = isKnownScope ? dayKey(stored) : ''
      compare(`scope ${scope}, ${placeText(stored)}`, stored, days.get(key))
      missing.delete(key)
    }
    await nextTurn()
  }
  for (const counted of missing.values()) {
    const isKnown = counted.place.day > knownAfterDay
    if (isKnown) compare(`scope ${figureScopes[counted.scope]}, ${placeText(counted)}`, undefined, counted)
  }
}

function figureOf(day: FigureDay | undefined, name: (typeof figureNames)[number]): number {
  return (day?.figures ?? noFigures)[name]
}

function placeText({ place: { day, couponId, channel, shop } }: FigureDay): string {
  return `day ${day}, coupon_id '${couponId}', channel '${channel}', shop '${shop}'`
}

async function compareOutstanding(
  { reader, sellerId, findings }: SellerAudit,
  { outstanding }: Recounted,
): Promise<void> {
  const missing = new Map(outstanding)
  const compare = ({ place }: OutstandingRow, stored = noOutstanding, counted = noOutstanding) => {
    const names = ['coupons', 'worstFen', 'uncapped'] as const
    const different = names.filter((name) => stored[name] !== counted[name])
    if (different.length === 0) return
    const said = different.map((name) => `${name} is ${stored[name]}, events give ${counted[name]}`)
    const key = `end_date ${place.endDate}, coupon_id '${place.couponId}', channel '${place.channel}'`
    findings.add('figure_outstanding', key, said.join('; '))
  }
  for (const [day = null] of await reader.all(listOutstandingDays({ sellerId }))) {
    for (const row of await reader.all(listOutstanding({ sellerId, endDate: String(day) }))) {
      const stored = outstandingOfRow(row)
      const key = outstandingKey(stored.place)
      compare(stored, stored.outstanding, outstanding.get(key)?.outstanding)
      missing.delete(key)
    }
    await nextTurn()
  }
  for (const row of missing.values()) compare(row, undefined, row.outstanding)
}
