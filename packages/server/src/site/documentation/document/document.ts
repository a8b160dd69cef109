import type { Text } from '@yaoquan/api'
import type { Html } from '#site/html'
import type { PageLanguage } from '#site/page-language'

/** For whom a page is made: a reader of one language who came by one address. */
export type View = Readonly<{
  language: PageLanguage
  /** Where calls go, e.g. `http://127.0.0.1:8080/router/rest`. */
  gatewayUrl: string
}>

/** A part of a page that the list of its sections names. */
export type Section = Readonly<{ id: string; title: string }>

/** What a document shows in one view. */
export type Content = Readonly<{
  /** What stands above the title: where in the document centre this page is. */
  trail: readonly string[]
  title: string
  body: Html
  sections: readonly Section[]
}>

/** One page of the document centre, in both languages. */
export type Document = Readonly<{
  /** Its path below `/docs/` and `/docs/en/`. */
  slug: string
  kind: 'guide' | 'method'
  /** As lists of pages show it. */
  title: Text
  /** What it is about, in one sentence of plain text. */
  summary: Text
  /** What pages it stands with in the list. */
  group: Text
  content: (view: View) => Content
}>

/** Path of a document on the server. @param slug empty for the first page */
export function documentPath(slug: string, language: PageLanguage): string {
  return `/docs/${language === 'zh' ? '' : 'en/'}${slug}`
}
