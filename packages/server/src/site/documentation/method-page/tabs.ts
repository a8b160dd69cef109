import { highlightCode } from '#site/highlight-code'
import { type Html, html } from '#site/html'

export type Tab = Readonly<{ id: string; label: string; text: string; highlight: string; notes?: readonly string[] }>

/**
 * Samples one after the other under a list of links; a script of the page makes tabs of them. Each can be linked to.
 * @param group pages remember the chosen tab of a group
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

/** One block of code, which a script of the page gives a button to copy it. */
export function sample(text: string, highlight: string): Html {
  return html`<figure class="sample"><pre tabindex="0"><code>${highlightCode(text, highlight)}</code></pre></figure>`
}

/** Names of commands stand between backticks in plain texts. */
export function inlineCode(text: string): Html {
  return html`${text.split('`').map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`))}`
}
