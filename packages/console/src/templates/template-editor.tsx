import { getTemplate } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { textParameter, useSearchState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useRead } from '../session/use-server.ts'
import { draftOf, newDraft } from './draft.ts'
import { EditorForm } from './editor-form.tsx'

const texts = defineTexts({
  create: { zh: '新建券模板', en: 'New template' },
  editOne: { zh: '编辑券模板', en: 'Edit a template' },
  edit: { zh: (name: string) => `编辑「${name}」`, en: (name) => `Edit “${name}”` },
})

const parameters = {
  /** Id of the template that is edited. */
  template: textParameter,
  /** Id of the template that a new one is copied from. */
  copy: textParameter,
} as const

/** A page of its own for a new template, a new version of one, or a copy. */
export function TemplateEditor(): ReactNode {
  const t = useTexts(texts)
  const [{ template: editedId, copy: copiedId }] = useSearchState(parameters)
  const couponId = editedId ?? copiedId
  const found = useRead(getTemplate, { couponId: couponId ?? '' }, { isEnabled: couponId !== undefined })
  const template = found.data?.template
  const isCopy = editedId === undefined
  const title = isCopy ? t.create : template === undefined ? t.editOne : t.edit(template.couponName)
  const isReady = couponId === undefined || template !== undefined
  return (
    <Page title={title}>
      {(found.isError || !isReady) && <NotRead error={found.error} refetch={found.refetch} />}
      {isReady && (
        <EditorForm
          key={couponId ?? 'new'}
          start={template === undefined ? newDraft : draftOf(template, isCopy)}
          base={isCopy ? undefined : template}
        />
      )}
    </Page>
  )
}
