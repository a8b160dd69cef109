import { expect, it } from 'vitest'
import { prettyPrint } from './pretty-print.ts'

it('breaks JSON into lines', () => {
  expect(prettyPrint('{"a":{"b":[1]}}', 'json')).toBe('{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}')
})

it('breaks XML into lines and leaves texts alone', () => {
  const xml = '<?xml version="1.0" encoding="utf-8" ?><a><b x="1"><c> 1 &lt; 2 </c><d/></b><e></e></a>'
  expect(prettyPrint(xml, 'xml')).toBe(
    '<?xml version="1.0" encoding="utf-8" ?>\n<a>\n  <b x="1">\n    <c> 1 &lt; 2 </c>\n    <d/>\n  </b>\n  <e></e>\n</a>',
  )
})

it.each(['', 'no answer', '{"a":', '<a', 'a > b <'])('returns %j unchanged', (text) => {
  expect(prettyPrint(text, 'json')).toBe(text)
  expect(prettyPrint(text, 'xml')).toBe(text)
})
