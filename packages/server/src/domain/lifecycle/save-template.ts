import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateRefusal } from '#domain/templates/template-refusal'
import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'

type Saving = Readonly<{ lifecycle: LifecycleStore; request: WriteRequest; terms: TemplateTerms }>

/** Creates a template, or the next version of an open one. Coupons claimed before keep the terms of their version. */
export function saveTemplate({
  lifecycle,
  request,
  terms,
}: Saving): Promise<Written<Readonly<{ version: number }>, TemplateRefusal>> {
  return lifecycle.writeOnce<Readonly<{ version: number }>, TemplateRefusal>(request, async (writer) => {
    const stored = await writer.findTemplate(terms.couponId)
    if (stored?.isClosed) return { kind: 'refused', refusal: { kind: 'template-closed' } }
    return { kind: 'done', answer: { version: await writer.saveTemplate(terms, stored) } }
  })
}
