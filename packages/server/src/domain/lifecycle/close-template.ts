import type { TemplateRefusal } from '#domain/templates/template-refusal'
import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'

type Closing = Readonly<{
  lifecycle: LifecycleStore
  request: WriteRequest
  couponId: string
  reason: string | undefined
}>

/** `isUnchanged`: it was closed before. */
export type CloseAnswer = Readonly<{ isUnchanged: boolean }>

/** Ends claims permanently. Coupons claimed before stay usable. */
export function closeTemplate(asked: Closing): Promise<Written<CloseAnswer, TemplateRefusal>> {
  const { lifecycle, request, couponId, reason } = asked
  return lifecycle.writeOnce<CloseAnswer, TemplateRefusal>(request, async (writer) => {
    const template = await writer.findTemplate(couponId)
    if (template === undefined) return { kind: 'refused', refusal: { kind: 'template-not-found' } }
    if (!template.isClosed) await writer.closeTemplate(template, reason)
    return { kind: 'done', answer: { isUnchanged: template.isClosed } }
  })
}
