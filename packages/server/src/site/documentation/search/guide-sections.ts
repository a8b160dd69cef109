import { marked, type Token } from 'marked'
import type { Section } from '#site/documentation/document/document'
import { headingOf } from '#site/documentation/document/render-markdown'
import type { Guide } from '#site/documentation/guides/guides'
import type { PageLanguage } from '#site/page-language'

/** A part of a guide under a heading of the second or third level; `id` is empty for what stands before the first. */
export type GuideSection = Section & Readonly<{ text: string }>

const deepest = 3

/** The sections of a guide with their text, without markup. */
export function guideSections({ title, text }: Guide, language: PageLanguage): readonly GuideSection[] {
  const sections: { id: string; title: string; text: string }[] = [{ id: '', title: title[language], text: '' }]
  for (const token of marked.lexer(text[language])) {
    if (token.type === 'heading' && token.depth <= deepest) sections.push({ ...headingOf(token.text), text: '' })
    else {
      const last = sections.at(-1)
      if (last !== undefined) last.text += `${plainText(token)}\n`
    }
  }
  return sections.filter(({ id, text: body }) => id !== '' || body.trim() !== '')
}

/** The words of Markdown: the text of links, code and cells, without addresses and marks. */
function plainText(token: Token): string {
  if (token.type === 'table') {
    const rows = [token['header'], ...token['rows']] as readonly (readonly Readonly<{ tokens: Token[] }>[])[]
    return rows
      .flat()
      .map(({ tokens }) => tokens.map(plainText).join(''))
      .join(' ')
  }
  const inner: readonly Token[] = token.type === 'list' ? token['items'] : ('tokens' in token && token.tokens) || []
  if (inner.length > 0) return inner.map(plainText).join(token.type === 'list' ? ' ' : '')
  return 'text' in token && typeof token.text === 'string' ? token.text.replaceAll(/^::[a-z0-9-]+::$/gm, '') : ''
}
