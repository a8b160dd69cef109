import type { Text } from '@yaoquan/api'
import type { Html } from '#site/html'
import type { PageLanguage } from '#site/page-route'

/** What a page depends on besides its document: the reader's language and the address the reader used. */
export type View = Readonly<{
  language: PageLanguage
  /** URL of the gateway, e.g. `http://127.0.0.1:8080/router/rest`. */
  gatewayUrl: string
}>

/** A section of a page, as the table of contents lists it. */
export type Section = Readonly<{ id: string; title: string }>

/** The content of a document in one view. */
export type Content = Readonly<{
  /** The breadcrumb above the title. */
  trail: readonly string[]
  title: string
  body: Html
  sections: readonly Section[]
}>

/** One page of the document centre, in both languages. */
export type Document = Readonly<{
  /** The path below `/docs/` and `/docs/en/`. */
  slug: string
  kind: 'guide' | 'method'
  /** Title in lists of pages. */
  title: Text
  /** One sentence of plain text. */
  summary: Text
  /** Heading of its group in the list of pages. */
  group: Text
  content: (view: View) => Content
}>

/** Path of a document on the server. @param slug empty for the home page */
export function documentPath(slug: string, language: PageLanguage): string {
  return `/docs/${language === 'zh' ? '' : 'en/'}${slug}`
}

/**
 * The gateway URL at the address the reader used, so that samples on the page run unchanged. Behind a proxy the address is taken
 * from `X-Forwarded-Host` and `X-Forwarded-Proto`.
 */
export function gatewayUrlOf(headers: Readonly<Record<string, string | undefined>>): string {
  const host = headers['x-forwarded-host'] ?? headers['host'] ?? ''
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${scheme}://${isHost(host) ? host : '127.0.0.1:8080'}/router/rest`
}

/** A host name or an IP address, optionally with a port. Anything else would put a stranger's text on our page. */
function isHost(text: string): boolean {
  return text.length <= 255 && /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text)
}
