import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateRefusal } from '#domain/templates/template-refusal'
import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'

type Saving = Readonly<{ lifecycle: LifecycleStore; request: WriteRequest; terms: TemplateTerms }>

/** Makes a template, or the next version of one that is open. Coupons claimed before keep the terms of their version. */
export function saveTemplate({
  lifecycle,
  request,
  terms,
}: Saving): Promise<Written<Readonly<{ version: number }>, TemplateRefusal>> {
  return lifecycle.writeOnce<Readonly<{ version: number }>, TemplateRefusal>(request, async (writer) => {
    const standing = await writer.findTemplate(terms.couponId)
    if (standing?.isClosed) return { kind: 'refused', refusal: { kind: 'template-closed' } }
    return { kind: 'done', answer: { version: await writer.saveTemplate(terms, standing) } }
  })
}
