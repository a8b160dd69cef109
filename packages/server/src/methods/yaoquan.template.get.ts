import { getTemplate, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { formatYuan } from '#domain/money'
import type { TemplateTerms } from '#domain/templates/template'
import type { StoredTemplate } from '#domain/templates/template-store'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'

/** One template, its latest version. */
export function getTemplateMethod({ templates }: LifecycleDependencies): Method<typeof getTemplate> {
  return {
    definition: getTemplate,
    async call({ couponId }, { sellerId }) {
      const template = await templates.findTemplate(sellerId, couponId)
      if (template === undefined) return { result: errorResult('templateNotFound') }
      return { result: { template: toWireTemplate(template), success: true } }
    },
  }
}

type WireTemplate = NonNullable<ResponseOf<typeof getTemplate>['result']['template']>

/** A template as in answers: its terms and its counters. */
export function toWireTemplate({ terms, version, isClosed, savedAtMs, claimedCount }: StoredTemplate): WireTemplate {
  const { returnPolicy, isStackable, couponAmountFen, orderAmountFen, discountCapFen, ...others } = terms
  return {
    ...others,
    ...validityOf(terms),
    couponAmount: yuan(couponAmountFen),
    orderAmount: yuan(orderAmountFen),
    discountCap: yuan(discountCapFen),
    stackable: isStackable,
    returnPolicy: returnPolicy.kind === 'none' ? 'none' : 'same_code',
    returnExtendDays: returnPolicy.extendDays,
    returnMaxCycles: returnPolicy.maxCycles,
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
