import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateRefusal } from '#domain/templates/template-store'
import type { WriteCall, Written } from './lifecycle-store.ts'

type SaveAnswer = Readonly<{ version: number }>

/** Creates a template, or the next version of an open one. Coupons claimed before keep the terms of their version. */
export function saveTemplate(
  asked: WriteCall & Readonly<{ terms: TemplateTerms }>,
): Promise<Written<SaveAnswer, TemplateRefusal>> {
  const { lifecycle, request, terms } = asked
  return lifecycle.writeOnce<SaveAnswer, TemplateRefusal>(request, async (writer) => {
    const stored = await writer.findTemplate(terms.couponId)
    if (stored?.isClosed) return { kind: 'refused', refusal: { kind: 'template-closed' } }
    return { kind: 'done', answer: { version: await writer.saveTemplate(terms, stored) } }
  })
}

/** `isUnchanged`: it was closed before. */
type CloseAnswer = Readonly<{ isUnchanged: boolean }>

/** Ends claims permanently. Coupons claimed before stay usable. */
export function closeTemplate(
  asked: WriteCall & Readonly<{ couponId: string; reason: string | undefined }>,
): Promise<Written<CloseAnswer, TemplateRefusal>> {
  const { lifecycle, request, couponId, reason } = asked
  return lifecycle.writeOnce<CloseAnswer, TemplateRefusal>(request, async (writer) => {
    const template = await writer.findTemplate(couponId)
    if (template === undefined) return { kind: 'refused', refusal: { kind: 'template-not-found' } }
    if (!template.isClosed) await writer.closeTemplate(template, reason)
    return { kind: 'done', answer: { isUnchanged: template.isClosed } }
  })
}
