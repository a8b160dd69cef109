import { Marked, type RendererObject, type Tokens } from 'marked'
import type { Section } from '#site/documentation/document/document'
import { sample } from '#site/documentation/method-page/tabs'
import { escapeHtml, type Html, html, trusted } from '#site/html'

export type RenderedMarkdown = Readonly<{ body: Html; sections: readonly Section[] }>

/**
 * Markdown of ours as markup. A heading may name its anchor: `## Title {#id}`. A line `::name::` becomes the component
 * of that name: what is derived from the definitions is written nowhere twice.
 * @throws Error naming a component that there is not
 */
export function renderMarkdown(text: string, components: Readonly<Record<string, () => Html>>): RenderedMarkdown {
  const sections: Section[] = []
  const marked = new Marked({ renderer: rendererOf(sections) })
  const pieces = text.split(/^::([a-z0-9-]+)::$/m).map((piece, index) => {
    if (index % 2 === 0) return trusted(marked.parse(piece, { async: false }))
    const component = components[piece]
    if (component === undefined) throw new Error(`there is no component ${piece}`)
    return component()
  })
  return { body: html`${pieces}`, sections }
}

function rendererOf(sections: Section[]): RendererObject {
  return {
    heading({ text, depth }: Tokens.Heading): string {
      const [, title = text, id = anchorOf(text)] = /^(.*?)\s*\{#([\w.-]+)\}$/.exec(text) ?? []
      if (depth === 2) sections.push({ id, title })
      return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${escapeHtml(title)}</a></h${depth}>\n`
    },
    // A box that nobody can tick is a sign, not a control.
    checkbox: () => '☐ ',
    code({ text, lang }: Tokens.Code): string {
      return `${sample(text, lang ?? 'plaintext')}\n`
    },
  }
}

/** Of a heading that names no anchor: its letters and digits, of any script. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
