import { type TemplateListName, templateListNames } from '@yaoquan/api'
import dayjs, { type Dayjs } from 'dayjs'
import type { StoredTemplate, Template, TemplateKind } from './use-templates.ts'

/** A template as the editor's form has it: days as the picker's, lists as lists. */
export type Draft = Readonly<{
  couponId: string
  couponName: string
  kind: TemplateKind
  couponAmount?: string | undefined
  orderAmount?: string | undefined
  stepMax?: number | null | undefined
  discountPercent?: number | null | undefined
  discountCap?: string | undefined
  gift?: string | undefined
  description?: string | undefined
  validity: 'fixed' | 'relative'
  days?: readonly [Dayjs, Dayjs] | null | undefined
  validFromDay?: number | null | undefined
  validDays?: number | null | undefined
  claim?: readonly [Dayjs, Dayjs] | null | undefined
  lists: Readonly<Partial<Record<TemplateListName, readonly string[]>>>
  memberDayOnly?: boolean | undefined
  stockTotal?: number | null | undefined
  stockPerDay?: number | null | undefined
  memberTotal?: number | null | undefined
  memberPerDay?: number | null | undefined
  isAlone?: boolean | undefined
  stackGroup?: string | undefined
  perOrder?: number | null | undefined
  returnPolicy: 'same_code' | 'none'
  returnExtendDays?: number | null | undefined
  returnMaxCycles?: number | null | undefined
  returnSplit: 'keep' | 'recompute'
  costBearer?: string | undefined
  notes?: string | undefined
  publishAt?: Dayjs | null | undefined
}>

const dayFormat = 'YYYY-MM-DD'
const momentFormat = 'YYYY-MM-DD HH:mm:ss'

/** A new template, with what most of them have. */
export const newDraft: Draft = {
  couponId: '',
  couponName: '',
  kind: 'full_reduction',
  validity: 'fixed',
  lists: {},
  returnPolicy: 'same_code',
  returnSplit: 'keep',
}

/** The form of a stored template. @param isCopy whether it becomes another template, which has no id yet */
export function draftOf(template: StoredTemplate, isCopy: boolean): Draft {
  const { startDate, endDate, validFromDay, validToDay, claimFrom, claimTo, publishAt, stackable } = template
  const isFixed = startDate !== undefined && endDate !== undefined
  const { kind, couponName, couponAmount, orderAmount, stepMax, discountPercent, discountCap, gift } = template
  const { description, memberDayOnly, stockTotal, stockPerDay, memberTotal, memberPerDay } = template
  const { stackGroup, perOrder, returnPolicy = 'same_code', returnSplit = 'keep', costBearer, notes } = template
  return {
    couponId: isCopy ? '' : template.couponId,
    couponName,
    kind,
    couponAmount,
    orderAmount,
    stepMax,
    discountPercent,
    discountCap,
    gift,
    description,
    validity: isFixed ? 'fixed' : 'relative',
    days: isFixed ? [dayjs(startDate), dayjs(endDate)] : null,
    validFromDay,
    validDays: validToDay === undefined ? undefined : validToDay - (validFromDay ?? 0) + 1,
    claim: claimFrom !== undefined && claimTo !== undefined ? [dayjs(claimFrom), dayjs(claimTo)] : null,
    lists: Object.fromEntries(templateListNames.map((name) => [name, itemsOf(template[name])])),
    memberDayOnly,
    stockTotal,
    stockPerDay,
    memberTotal,
    memberPerDay,
    isAlone: stackable === false,
    stackGroup,
    perOrder,
    returnPolicy,
    returnSplit,
    costBearer,
    notes,
    returnExtendDays: template.returnExtendDays,
    returnMaxCycles: template.returnMaxCycles,
    publishAt: publishAt === undefined || isCopy ? null : dayjs(publishAt),
  }
}

/**
 * The template of a form, as far as it is filled in.
 * @param base the version that is edited: its fields that the form does not have are kept
 */
export function templateOf(draft: Draft, base: StoredTemplate | undefined): Template {
  const { couponId, couponName, kind, validity, days, claim, lists } = draft
  const isFixed = validity === 'fixed'
  const from = draft.validFromDay ?? 0
  const fields: { [K in keyof Template]: Template[K] | undefined } = {
    couponId: couponId.trim(),
    couponName: couponName.trim(),
    kind,
    couponAmount: kind === 'discount' ? undefined : textOf(draft.couponAmount),
    orderAmount: textOf(draft.orderAmount),
    stepMax: kind === 'step' ? (draft.stepMax ?? undefined) : undefined,
    discountPercent: kind === 'discount' ? (draft.discountPercent ?? undefined) : undefined,
    discountCap: kind === 'discount' ? textOf(draft.discountCap) : undefined,
    gift: kind === 'gift' ? textOf(draft.gift) : undefined,
    description: textOf(draft.description),
    startDate: isFixed ? days?.[0].format(dayFormat) : undefined,
    endDate: isFixed ? days?.[1].format(dayFormat) : undefined,
    validFromDay: isFixed ? undefined : from,
    validToDay: isFixed || !draft.validDays ? undefined : from + draft.validDays - 1,
    claimFrom: claim?.[0].format(momentFormat),
    claimTo: claim?.[1].format(momentFormat),
    ...Object.fromEntries(templateListNames.map((name) => [name, commaList(lists[name])])),
    memberDayOnly: draft.memberDayOnly || undefined,
    stockTotal: draft.stockTotal ?? undefined,
    stockPerDay: draft.stockPerDay ?? undefined,
    memberTotal: draft.memberTotal ?? undefined,
    memberPerDay: draft.memberPerDay ?? undefined,
    stackable: draft.isAlone ? false : undefined,
    stackGroup: textOf(draft.stackGroup),
    perOrder: draft.perOrder ?? undefined,
    returnPolicy: draft.returnPolicy,
    returnExtendDays: draft.returnExtendDays ?? undefined,
    returnMaxCycles: draft.returnMaxCycles ?? undefined,
    returnSplit: draft.returnSplit,
    costBearer: textOf(draft.costBearer),
    notes: textOf(draft.notes),
    publishAt: draft.publishAt?.format(momentFormat),
    layer: base?.layer,
    state: undefined,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Template
}

function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}

/** The items of a stored list, whose parts are between commas. */
export function itemsOf(list: string | undefined): readonly string[] | undefined {
  return list?.split(',').map((item) => item.trim())
}

function commaList(items: readonly string[] | undefined): string | undefined {
  return items === undefined || items.length === 0 ? undefined : items.join(',')
}
