import type { TemplateTerms } from '#domain/templates/template'
import type { StoredTemplate } from '#domain/templates/template-store'
import { templateOf } from './example-template.ts'

/** The template `T` as it is stored, open, in its first version, which was saved by nobody that is known. */
export function storedTemplateOf(
  terms: Partial<TemplateTerms> = {},
  stored: Partial<Omit<StoredTemplate, 'terms'>> = {},
): StoredTemplate {
  return {
    terms: templateOf(terms),
    version: 1,
    newestVersion: 1,
    isClosed: false,
    savedAtMs: 0,
    countsStock: false,
    countsMembers: false,
    claimed: undefined,
    ...stored,
  }
}
