import { highlightCode } from '#site/highlight-code'
import { type Html, html } from '#site/html'

export type Tab = Readonly<{ id: string; label: string; text: string; highlight: string; notes?: readonly string[] }>

/**
 * Code samples below a list of links. A script turns them into tabs; without it they follow each other. Each has an anchor.
 * @param group name under which the browser remembers the chosen tab, on all pages
 */
export function sampleTabs(group: string, tabs: readonly Tab[]): Html {
  return html`<div class="tabs" data-tabs="${group}">
<ul class="tab-list">${tabs.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`)}</ul>
${tabs.map(
  ({ id, label, text, highlight, notes = [] }) => html`<section class="tab-panel" id="${id}">
<h3>${label}</h3>
${notes.map(
  (note) => html`<p class="quiet run-note">${inlineCode(note)}</p>
`,
)}
${sample(text, highlight)}
</section>
`,
)}</div>`
}

/** A block of code. A script adds a copy button. */
export function sample(text: string, highlight: string): Html {
  return html`<figure class="sample"><pre tabindex="0"><code>${highlightCode(text, highlight)}</code></pre></figure>`
}

/** Turns text between backticks into `<code>` elements. */
export function inlineCode(text: string): Html {
  return html`${text.split('`').map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`))}`
}
