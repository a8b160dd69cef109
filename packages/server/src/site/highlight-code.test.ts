import fc from 'fast-check'
import { expect, it } from 'vitest'
import { highlightCode } from './highlight-code.ts'
import { escapeHtml } from './html.ts'

const marked = (text: string, language: string): readonly string[] =>
  [
    ...highlightCode(text, language)
      .toString()
      .matchAll(/<span class="code-(\w+)">(.*?)<\/span>/gs),
  ].map(([, kind, piece]) => `${kind} ${piece}`)

it.each([
  ['java', 'new A(10L); // b', ['keyword new', 'number 10L', 'comment // b']],
  ['c', 'x = "http://a\\"b";', ['string &quot;http://a\\&quot;b&quot;']],
  ['python', "# a\nprint('b') #c", ['comment # a', 'keyword print', 'string &#39;b&#39;', 'comment #c']],
  ['shell', 'echo "$#" $a#b', ['keyword echo', 'string &quot;$#&quot;']],
  [
    'json',
    '{"a": "b", "c": 1, "d": true}',
    [
      'name &quot;a&quot;',
      'string &quot;b&quot;',
      'name &quot;c&quot;',
      'number 1',
      'name &quot;d&quot;',
      'keyword true',
    ],
  ],
  ['xml', '<a>new 1</a>', ['name &lt;a', 'name &gt;', 'name &lt;/a', 'name &gt;']],
  ['plaintext', 'new "a" // b', []],
])('marks in %s of %s', (language, text, pieces) => {
  expect(marked(text, language)).toEqual(pieces)
})

it('never changes the text, whatever it is', () => {
  const languages = fc.constantFrom('java', 'python', 'json', 'xml', 'shell', 'unknown')
  const pieces = fc.constantFrom('"', "'", '`', '\\', '//', '/*', '*/', '#', '<', '>', '\n', 'new', '1', ' ', '中', '&')
  fc.assert(
    fc.property(
      languages,
      fc.array(pieces).map((parts) => parts.join('')),
      (language, text) => {
        expect(
          highlightCode(text, language)
            .toString()
            .replaceAll(/<\/?span[^>]*>/g, ''),
        ).toBe(escapeHtml(text))
      },
    ),
  )
})
