import { expect, it } from 'vitest'
import { findError } from './find-error.ts'

it.each([
  [25, undefined, 'invalidSignature'],
  [25, 'isv.signature-reused', 'reusedSignature'],
  [43, 'isv.invalid-parameter', 'parameterError'],
  [50, 'isv.invalid-parameter', 'invalidParameter'],
  [-1, undefined, undefined],
  [undefined, undefined, undefined],
])('finds of code %s and sub code %s the row %s', (code, subCode, name) => {
  expect(findError(code, subCode)?.name).toBe(name)
})

it('finds the first row of a code whose sub code it does not know', () => {
  expect(findError(50, 'isv.unheard-of')?.row.code).toBe(50)
})
