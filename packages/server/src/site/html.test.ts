import { expect, it } from 'vitest'
import { html, trusted } from './html.ts'

it('escapes every value, in text and in attributes', () => {
  expect(html`<a title="${`"><script>'&`}">${'<b>'}</a>`.toString()).toBe(
    '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&lt;b&gt;</a>',
  )
})

it('puts markup in as it is, joins lists, and leaves nothing for what is absent', () => {
  expect(html`<p>${html`<i>${1}</i>`}${[html`<b>`, 'a&b']}${undefined}${false}${trusted('<hr>')}</p>`.toString()).toBe(
    '<p><i>1</i><b>a&amp;b<hr></p>',
  )
})
