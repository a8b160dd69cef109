import { listsOf, paddedList, textForList } from '#database/in-list'
import type { SqlValue } from '#database/sql-engine'
import { startOfDay } from '#domain/dates'
import type { Loader } from '#domain/lifecycle/reads'
import type { TemplateReads } from '#domain/lifecycle/template-reads'
import { type ClaimsOf, noClaimsOn } from '#domain/templates/claim-count'
import { createShopGroupFinder } from '#store/shops/shop-group-registry'
import { findSecretReader } from '#store/tables/app-secret-reader'
import {
  claimedOfRow,
  claimsKey,
  countClaimed,
  countClaimedBy,
  countClaimedByCards,
} from '#store/tables/claim-counters'
import { findPublishedTemplate, findTemplate, templateOfRow } from '#store/tables/coupon-template'
import { findTakenCodes, takenCodesValues } from '#store/tables/reserved-code'
import type { WriterParts } from './writer-parts.ts'

/** Loads what acts see of templates. */
export function templateLoader({ unit, origin }: WriterParts): Pick<Loader, keyof TemplateReads> {
  const { sellerId } = origin
  return {
    async template(couponId) {
      const row = await unit.one(findTemplate, [sellerId, couponId])
      return row && templateOfRow(row)
    },
    async publishedTemplate({ couponId, byMs }) {
      const row = await unit.one(findPublishedTemplate, [sellerId, couponId, byMs])
      return row && templateOfRow(row)
    },
    existingGroups: (names) => createShopGroupFinder(unit, sellerId).findExistingGroups(names),
    async takenCodes(codes) {
      const taken = new Set<string>()
      for (const list of listsOf(codes).map(paddedList)) {
        const rows = await unit.all(textForList(findTakenCodes, list), takenCodesValues(sellerId, list))
        for (const [code] of rows) taken.add(String(code))
      }
      return taken
    },
    async claimsBefore({ couponId, today, of }) {
      let sum = noClaimsOn(today)
      for (const one of of) {
        const [text, key] = claimsOf(sellerId, one, couponId)
        const { total, onDay } = claimedOfRow(await unit.one(text, [startOfDay(today), ...key]), today)
        sum = { day: today, total: sum.total + total, onDay: sum.onDay + onDay }
      }
      return sum
    },
    secretReader: async ({ appKey, operatorName }) =>
      (await unit.one(findSecretReader, [appKey, operatorName])) !== undefined,
  }
}

/** The statement that counts claims, and the values that it takes after the start of the day. */
function claimsOf(
  sellerId: string,
  of: ClaimsOf,
  couponId: string,
): readonly [text: string, values: readonly SqlValue[]] {
  switch (of.kind) {
    case 'template':
      return [countClaimed, [sellerId, couponId]]
    case 'cards':
      return [countClaimedByCards, [sellerId, of.memberNo, couponId]]
    case 'member':
    case 'phone':
      return [countClaimedBy[of.kind], claimsKey(sellerId, of, couponId)]
  }
}
