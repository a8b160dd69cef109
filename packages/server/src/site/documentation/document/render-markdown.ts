import { Marked, type RendererObject, type Tokens } from 'marked'
import { escapeHtml, type Html, html, trusted } from '#site/html'
import { sample } from './code-samples.ts'
import type { Section } from './document.ts'

/**
 * Renders the Markdown of a guide. A heading may name its anchor: `## Title {#id}`. A line `::name::` is replaced by the component
 * of that name.
 * @throws Error for an unknown component
 */
export function renderMarkdown(
  text: string,
  components: Readonly<Record<string, () => Html>> = {},
): Readonly<{ body: Html; sections: readonly Section[] }> {
  const sections: Section[] = []
  const marked = new Marked({ renderer: rendererOf(sections) })
  const pieces = text.split(/^::([a-z0-9-]+)::$/m).map((piece, index) => {
    if (index % 2 === 0) return trusted(marked.parse(piece, { async: false }))
    const component = components[piece]
    if (component === undefined) throw new Error(`unknown component ${piece}`)
    return component()
  })
  return { body: html`${pieces}`, sections }
}

function rendererOf(sections: Section[]): RendererObject {
  return {
    heading({ text, depth }: Tokens.Heading): string {
      const { title, id } = headingOf(text)
      if (depth === 2) sections.push({ id, title })
      return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${escapeHtml(title)}</a></h${depth}>\n`
    },
    // A checkbox that cannot be ticked should not be a form control.
    checkbox: () => '☐ ',
    code({ text, lang }: Tokens.Code): string {
      return `${sample(text, lang ?? 'plaintext')}\n`
    },
  }
}

/** Title and anchor of a heading, which may name its anchor: `Title {#id}`. */
export function headingOf(text: string): Section {
  const [, title = text, id = anchorOf(text)] = /^(.*?)\s*\{#([\w.-]+)\}$/.exec(text) ?? []
  return { id, title }
}

/** The anchor of a heading without an explicit one: its letters and digits, in any script, joined with hyphens. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
