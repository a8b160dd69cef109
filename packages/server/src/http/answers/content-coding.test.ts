import { expect, test } from 'vitest'
import { parseAcceptEncoding } from './content-coding.ts'

test.each<[header: string | undefined, weights: Readonly<Record<string, number>>]>([
  [undefined, {}],
  ['gzip', { gzip: 1 }],
  ['gzip, deflate;q=0.5', { gzip: 1, deflate: 0.5 }],
  ['GZIP ; Q=0, *;q=0.1', { gzip: 0, '*': 0.1 }],
  ['br;q=1.0,gzip;level=3;q=0.8', { br: 1, gzip: 0.8 }],
])('reads %s as %o', (header, weights) => {
  expect(Object.fromEntries(parseAcceptEncoding(header))).toEqual(weights)
})

test('gives a coding with an unreadable weight no claim to be used', () => {
  expect(parseAcceptEncoding('gzip;q=high').get('gzip')).toBeNaN()
})
