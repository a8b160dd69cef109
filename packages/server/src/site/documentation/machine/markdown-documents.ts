import { methods, type Text } from '@yaoquan/api'
import { guides } from '#site/documentation/guides/guides'
import { pageLanguages } from '#site/page-route'
import { guideMarkdown } from './guide-markdown.ts'
import { methodText } from './method-text.ts'

/** A page of the document centre in one language, as Markdown for assistants. */
export type MarkdownDocument = Readonly<{
  language: keyof Text
  /** The path below `/docs/`. */
  slug: string
  title: string
  summary: string
  text: string
}>

/** Every guide and every method in both languages. @param gatewayUrl the gateway that examples call */
export function markdownDocuments(gatewayUrl: string): readonly MarkdownDocument[] {
  return pageLanguages.flatMap((language) => {
    const view = { language, gatewayUrl }
    return [
      ...guides.map((guide) => ({
        language,
        slug: guide.slug,
        title: guide.title[language],
        summary: guide.summary[language],
        text: `# ${guide.title[language]}\n\n${guideMarkdown(guide, view)}`,
      })),
      ...Object.values(methods).map((definition) => ({
        language,
        slug: definition.name,
        title: `${definition.name} ${definition.title[language]}`,
        summary: definition.description[language],
        text: methodText(definition, view),
      })),
    ]
  })
}
