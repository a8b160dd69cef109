import { readFileSync } from 'node:fs'
import type { Content, Document, View } from '#site/documentation/document/document'
import type { PageLanguage } from '#site/page-language'
import { guideComponents } from './guide-components.ts'
import type { Guide } from './guide-list.ts'
import { renderMarkdown } from './render-markdown.ts'

/** The page of one guide. */
export function guideDocument(guide: Guide): Document {
  return { ...guide, kind: 'guide', group: guideGroup, content: (view) => guideContent(guide, view) }
}

const guideGroup = { zh: '指南', en: 'Guides' } as const

function guideContent({ slug, title }: Guide, view: View): Content {
  const text = guideText(slug, view)
  const { body, sections } = renderMarkdown(text, guideComponents(view))
  return { trail: [guideGroup[view.language]], title: title[view.language], body, sections }
}

/** The Markdown of a guide, without its title, with the reader's gateway address in its examples. */
export function guideText(slug: string, { language, gatewayUrl }: View): string {
  const text = readGuide(slug, language)
  return text.replaceAll('GATEWAY_URL', gatewayUrl).replaceAll('SERVER_URL', gatewayUrl.replace('/router/rest', ''))
}

function readGuide(slug: string, language: PageLanguage): string {
  return readFileSync(new URL(`./${language}/${slug}.md`, import.meta.url), 'utf8')
}
