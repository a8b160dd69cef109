import { expect, it } from 'vitest'
import { contentType, readEncoding } from './encoding.ts'

it.each([
  [{}, 'xml'],
  [{ format: '' }, 'xml'],
  [{ format: '  ' }, 'xml'],
  [{ format: 'XML' }, 'xml'],
  [{ format: 'json' }, 'json'],
  [{ format: 'JSON', simplify: 'TRUE' }, 'simplified'],
  [{ format: 'json', simplify: 'true' }, 'simplified'],
  [{ format: 'json', simplify: 'false' }, 'json'],
  [{ format: 'json', simplify: '1' }, 'json'],
  [{ format: 'xml', simplify: 'true' }, 'xml'],
  [{ simplify: 'true' }, 'xml'],
  [{ format: 'json2' }, undefined],
])('answers %j with %s', (parameters, encoding) => {
  expect(readEncoding(new Map(Object.entries(parameters)))).toBe(encoding)
})

it('names the charset in every content type', () => {
  expect(contentType('json')).toBe('text/javascript;charset=UTF-8')
  expect(contentType('simplified')).toBe('text/javascript;charset=UTF-8')
  expect(contentType('xml')).toBe('text/xml;charset=UTF-8')
})
