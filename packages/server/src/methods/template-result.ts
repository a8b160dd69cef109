import type { getCoupon, getTemplate, ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { formatYuan } from '#domain/money'
import type { TemplateTerms } from '#domain/templates/template'
import type { StoredTemplate, VersionedTerms } from '#domain/templates/template-store'
import { ifGiven } from './method.ts'

type WireTemplate = NonNullable<ResponseOf<typeof getTemplate>['result']['template']>

/** A template as in answers: its terms and its counters. */
export function toWireTemplate({ terms, version, isClosed, savedAtMs, claimed }: StoredTemplate): WireTemplate {
  const { couponName, description, stockTotal, stockPerDay, memberTotal, memberPerDay, claimFrom, claimTo } = terms
  const { costBearer, state, publishAt, notes, savedBy } = terms
  const limits = { stockTotal, stockPerDay, memberTotal, memberPerDay, claimFrom, claimTo }
  return {
    ...toCouponTerms({ terms, version }),
    couponName,
    description,
    ...validityOf(terms),
    ...limits,
    costBearer,
    state,
    publishAt,
    notes,
    closed: isClosed,
    savedAt: momentText(savedAtMs),
    savedBy,
    ...approvalOf(terms),
    issuedCount: claimed?.total,
  }
}

function approvalOf({ approval }: TemplateTerms): Pick<WireTemplate, 'approval' | 'submittedBy' | 'approvalNote'> {
  if (approval === undefined) return {}
  if (approval.kind === 'waiting') return { approval: 'waiting' }
  const { kind, submittedBy, note } = approval
  return { approval: kind === 'approved' ? 'approved' : 'sent_back', submittedBy, approvalNote: note }
}

export type CouponTerms = NonNullable<ResponseOf<typeof getCoupon>['result']['terms']>

/** The terms by which coupons of a version are used. */
export function toCouponTerms({ terms, version }: VersionedTerms): CouponTerms {
  const { couponId, kind, stepMax, discountPercent, gift, shop, category, goods } = terms
  const { excludeCategory, excludeGoods, excludeTags, channels, weekdays, hours, memberLevels, memberTags } = terms
  const { isMemberDayOnly, isStackable, layer, stackGroup, perOrder, returnPolicy, returnSplit } = terms
  return {
    couponId,
    version,
    kind,
    stepMax,
    discountPercent,
    gift,
    shop,
    category,
    goods,
    couponAmount: ifGiven(terms.couponAmountFen, formatYuan),
    orderAmount: ifGiven(terms.orderAmountFen, formatYuan),
    discountCap: ifGiven(terms.discountCapFen, formatYuan),
    excludeCategory,
    excludeGoods,
    excludeTags,
    channels,
    weekdays,
    hours,
    memberLevels,
    memberTags,
    memberDayOnly: isMemberDayOnly,
    stackable: isStackable,
    layer,
    stackGroup,
    perOrder,
    returnPolicy: returnPolicy.kind === 'none' ? 'none' : 'same_code',
    returnExtendDays: returnPolicy.extendDays,
    returnMaxCycles: returnPolicy.maxCycles,
    returnSplit,
  }
}

function validityOf({ validity }: TemplateTerms) {
  if (validity.kind === 'fixed') return { startDate: validity.startDate, endDate: validity.endDate }
  return { validFromDay: validity.fromDay, validToDay: validity.toDay }
}
