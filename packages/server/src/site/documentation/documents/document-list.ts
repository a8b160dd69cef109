import { methods } from '@yaoquan/api'
import type { Document } from '#site/documentation/document/document'
import { guideDocument, guides } from '#site/documentation/guides/guides'
import { methodDocument } from '#site/documentation/method-page/method-document'

/** Every page of the document centre except the home page: the guides, then one page per method. */
export const documents: readonly Document[] = [
  ...guides.map(guideDocument),
  ...Object.values(methods).map((definition) => methodDocument(definition)),
]

/** The documents by group, in the order of the list of pages. */
export const documentGroups: readonly (readonly Document[])[] = Object.values(
  Object.groupBy(documents, ({ group }) => group.zh),
).map((group) => group ?? [])
