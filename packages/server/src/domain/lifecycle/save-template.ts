import { groupsIn } from '#domain/shops/shop-list'
import { needsApproval } from '#domain/templates/needs-approval'
import type { TemplateTerms } from '#domain/templates/template'
import type { SaveRefusal, TemplateRefusal } from '#domain/templates/template-store'
import type { WriteCall, Written } from './lifecycle-store.ts'

/** `isWaiting`: it is a draft until another person approves it. */
type SaveAnswer = Readonly<{ version: number; isWaiting?: boolean }>

type Saving = WriteCall &
  Readonly<{
    terms: TemplateTerms
    /** Whether the seller's policy asks for the approval of another person. */
    isApprovalAsked?: boolean
  }>

/** Creates a template, or the next version of an open one. Coupons claimed before keep the terms of their version. */
export function saveTemplate(asked: Saving): Promise<Written<SaveAnswer, SaveRefusal>> {
  const { lifecycle, request, terms, isApprovalAsked = false } = asked
  return lifecycle.writeOnce<SaveAnswer, SaveRefusal>(request, async (writer) => {
    const stored = await writer.findTemplate(terms.couponId)
    if (stored?.isClosed) return { kind: 'refused', refusal: { kind: 'template-closed' } }
    const groups = groupsIn(terms.shop)
    const existing = groups.length === 0 ? [] : await writer.findExistingGroups(groups)
    const unknown = groups.find((name) => !existing.includes(name))
    if (unknown !== undefined) return { kind: 'refused', refusal: { kind: 'unknown-shop-group', name: unknown } }
    const published = isApprovalAsked ? await writer.findPublishedTemplate(terms.couponId) : undefined
    if (!isApprovalAsked || !needsApproval(terms, published?.terms)) {
      return { kind: 'done', answer: { version: await writer.saveTemplate(terms, stored) } }
    }
    const waiting = { ...terms, state: 'draft', approval: { kind: 'waiting' } } as const
    return { kind: 'done', answer: { version: await writer.saveTemplate(waiting, stored), isWaiting: true } }
  })
}

/** `isUnchanged`: it was so before. */
type CloseAnswer = Readonly<{ isUnchanged: boolean }>

type Closing = WriteCall & Readonly<{ couponId: string; reason: string | undefined }>

/** Ends claims until the template is reopened. Coupons claimed before stay usable. */
export function closeTemplate(asked: Closing): Promise<Written<CloseAnswer, TemplateRefusal>> {
  return changeClosed(asked, true)
}

/** Lets members claim again, from the version, stock and counts as they were. */
export function reopenTemplate(asked: Closing): Promise<Written<CloseAnswer, TemplateRefusal>> {
  return changeClosed(asked, false)
}

function changeClosed(
  { lifecycle, request, couponId, reason }: Closing,
  isClosed: boolean,
): Promise<Written<CloseAnswer, TemplateRefusal>> {
  return lifecycle.writeOnce<CloseAnswer, TemplateRefusal>(request, async (writer) => {
    const template = await writer.findTemplate(couponId)
    if (template === undefined) return { kind: 'refused', refusal: { kind: 'template-not-found' } }
    const isUnchanged = template.isClosed === isClosed
    if (!isUnchanged && isClosed) await writer.closeTemplate(template, reason)
    if (!isUnchanged && !isClosed) await writer.reopenTemplate(template, reason)
    return { kind: 'done', answer: { isUnchanged } }
  })
}
