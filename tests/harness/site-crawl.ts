import { type HTMLElement, parse } from 'node-html-parser'

export type CrawledPage = Readonly<{ path: string; html: string; root: HTMLElement; headers: Headers }>

/** Reads every page that can be reached from `start` by links of the site, without the console, and answers of other types once. */
export async function crawlSite(
  server: string,
  start: string,
): Promise<Readonly<{ pages: ReadonlyMap<string, CrawledPage>; files: ReadonlyMap<string, Response> }>> {
  const pages = new Map<string, CrawledPage>()
  const files = new Map<string, Response>()
  const waiting = new Set([start])
  // A set is walked in the order of insertion, including what is added on the way.
  for (const path of waiting) {
    const answer = await fetch(server + path)
    if (!answer.headers.get('content-type')?.startsWith('text/html') || answer.status !== 200) {
      await answer.arrayBuffer()
      files.set(path, answer)
      continue
    }
    const html = await answer.text()
    const root = readHtml(html)
    pages.set(path, { path, html, root, headers: answer.headers })
    const ofSite = addressesIn(root).filter((url) => url.startsWith('/') && !url.startsWith('/console'))
    for (const url of ofSite) waiting.add(withoutFragment(url))
  }
  return { pages, files }
}

/** As browsers read it, which find elements inside `pre` as well. */
export function readHtml(text: string): HTMLElement {
  return parse(text, { blockTextElements: { script: true, style: true } })
}

/** Every address that a page names: links, scripts, style sheets, images, forms. */
export function addressesIn(root: HTMLElement): readonly string[] {
  return ['href', 'src', 'action'].flatMap((attribute) =>
    root.querySelectorAll(`[${attribute}]`).map((element) => element.getAttribute(attribute) ?? ''),
  )
}

export function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '')
}

/** What a person reads, with white space folded. */
export function readText(element: HTMLElement | null | undefined): string {
  return fold(element?.structuredText ?? '')
}

export function fold(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
