import { readFileSync } from 'node:fs'
import type { Text } from '@yaoquan/api'
import type { Document, View } from '#site/documentation/document/document'
import { renderMarkdown } from '#site/documentation/document/render-markdown'
import type { PageLanguage } from '#site/page-route'
import { guideComponents } from './guide-components.ts'

/** A guide in each language: the file `<language>/<slug>.md`, which begins with its title and its summary. */
export type Guide = Readonly<{ slug: string; title: Text; summary: Text; text: Text }>

/** Guides in the order of the document centre. */
export const guides: readonly Guide[] = [
  ...[
    'quick-start',
    'signature',
    'public-parameters',
    'public-errors',
    'paging',
    'coupon-life',
    'basket',
    'returns',
    'orders',
    'order-fields',
    'reconciliation',
    'members',
    'idempotency',
  ],
  ...['webhooks', 'bulk', 'going-live', 'apps', 'migrating', 'changing-over', 'changelog'],
].map((slug) => {
  const zh = readGuide(slug, 'zh')
  const en = readGuide(slug, 'en')
  return {
    slug,
    title: { zh: zh.title, en: en.title },
    summary: { zh: zh.summary, en: en.summary },
    text: { zh: zh.text, en: en.text },
  }
})

function readGuide(slug: string, language: PageLanguage): Readonly<{ title: string; summary: string; text: string }> {
  const file = readFileSync(new URL(`./${language}/${slug}.md`, import.meta.url), 'utf8')
  const [, title, summary, text] = /^# (.+)\n\n> (.+)\n\n([\s\S]*)$/.exec(file) ?? []
  if (title === undefined || summary === undefined || text === undefined) {
    throw new Error(`${language}/${slug}.md does not begin with a title and a summary`)
  }
  return { title, summary, text }
}

/** The page of one guide. */
export function guideDocument(guide: Guide): Document {
  return {
    ...guide,
    kind: 'guide',
    group: guideGroup,
    content(view) {
      const { body, sections } = renderMarkdown(guideText(guide, view), guideComponents(view))
      return { trail: [guideGroup[view.language]], title: guide.title[view.language], body, sections }
    },
  }
}

const guideGroup = { zh: '指南', en: 'Guides' } as const

/** The Markdown of a guide, without title and summary, with the reader's gateway address in its examples. */
export function guideText({ text }: Guide, { language, gatewayUrl }: View): string {
  return text[language]
    .replaceAll('GATEWAY_URL', gatewayUrl)
    .replaceAll('SERVER_URL', gatewayUrl.replace('/router/rest', ''))
}
