import { getTemplate, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { formatYuan } from '#domain/money'
import type { TemplateTerms } from '#domain/templates/template'
import type { StoredTemplate, TemplateReader } from '#domain/templates/template-store'
import type { Method } from './method.ts'
import { errorResult } from './refused-result.ts'

/** One template, its latest version. */
export function getTemplateMethod({ templates }: Readonly<{ templates: TemplateReader }>): Method<typeof getTemplate> {
  return {
    definition: getTemplate,
    async call({ couponId }, { sellerId }) {
      const template = await templates.findTemplate(sellerId, couponId)
      if (template === undefined) return { result: errorResult('templateNotFound') }
      return { result: { template: toWireTemplate(template), success: true } }
    },
  }
}

export type WireTemplate = NonNullable<ResponseOf<typeof getTemplate>['result']['template']>

/** A template as in answers: its terms and its counters. */
export function toWireTemplate(template: StoredTemplate): WireTemplate {
  const { terms, version, isClosed, savedAtMs, claimedCount } = template
  const { couponId, couponName, kind, discountPercent, gift, shop, category, description, notes } = terms
  const { stockTotal, stockPerDay, memberTotal, memberPerDay, claimFrom, claimTo, returnPolicy } = terms
  return {
    couponId,
    couponName,
    kind,
    couponAmount: yuan(terms.couponAmountFen),
    orderAmount: yuan(terms.orderAmountFen),
    discountPercent,
    discountCap: yuan(terms.discountCapFen),
    gift,
    ...validityOf(terms),
    shop,
    category,
    description,
    stockTotal,
    stockPerDay,
    memberTotal,
    memberPerDay,
    claimFrom,
    claimTo,
    stackable: terms.isStackable,
    returnPolicy: returnPolicy.kind === 'none' ? 'none' : 'same_code',
    returnExtendDays: returnPolicy.extendDays,
    returnMaxCycles: returnPolicy.maxCycles,
    notes,
    version,
    closed: isClosed,
    savedAt: momentText(savedAtMs),
    issuedCount: claimedCount,
  }
}

function validityOf({ validity }: TemplateTerms) {
  if (validity.kind === 'fixed') return { startDate: validity.startDate, endDate: validity.endDate }
  return { validFromDay: validity.fromDay, validToDay: validity.toDay }
}

function yuan(fen: number | undefined): string | undefined {
  return fen === undefined ? undefined : formatYuan(fen)
}
