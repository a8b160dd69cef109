import { readFileSync } from 'node:fs'
import type { Fields, MethodDefinition } from '@yaoquan/api'
import type { View } from '#site/documentation/document/document'
import { renderMarkdown } from '#site/documentation/document/render-markdown'
import { type Html, html } from '#site/html'
import { fieldRows } from './field-rows.ts'

/** Frequent questions about a method. Its definition decides which ones are shown. */
export function faqSection(definition: MethodDefinition, { language }: View): Html {
  const requested = Object.entries(concerns).filter(([, concernsMethod]) => concernsMethod(definition))
  return html`${requested.map(([name]) => renderMarkdown(questions[language].get(name) ?? '').body)}`
}

/** Which methods a question concerns, by the question's anchor in `faq/<language>.md`. */
const concerns: Readonly<Record<string, (definition: MethodDefinition) => boolean>> = {
  'faq.session': ({ scope }) => scope === 'seller',
  'faq.retry': ({ effect, isOncePerContent = false }) => effect === 'write' && !isOncePerContent,
  'faq.retry-order': ({ isOncePerContent = false }) => isOncePerContent,
  'faq.all-pages': ({ request }) => hasField(request, 'page_num', 'cursor', 'after_seq'),
  'faq.empty': ({ errorCodes }) => errorCodes.some(({ code }) => code === 'QUERY_RESULT_EMPTY'),
  'faq.status': ({ response }) => hasField(response, 'status'),
  'faq.phone': ({ request }) => hasField(request, 'phone'),
  'faq.signature': () => true,
}

function hasField(fields: Fields, ...names: readonly string[]): boolean {
  return fieldRows(fields).some(({ name }) => names.includes(name))
}

const questions = { zh: readQuestions('zh'), en: readQuestions('en') } as const

/** The Markdown of each question by its anchor: `### Question {#anchor}`, then the answer. */
function readQuestions(language: 'zh' | 'en'): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`./faq/${language}.md`, import.meta.url), 'utf8')
  const parts = text.split(/^(?=### )/m)
  return new Map(parts.map((part) => [/\{#([\w.-]+)\}/.exec(part)?.[1] ?? '', part]))
}
