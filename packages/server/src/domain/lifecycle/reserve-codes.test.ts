import { expect, test } from 'vitest'
import { storedTemplateOf } from '#testing/example-stored-template'
import { reserveGivenCodes } from './reserve-codes.ts'

const input = { couponId: 'T', channel: 'flyer', couponCodes: ['a', 'b'] }

function reserving(stored: ReturnType<typeof storedTemplateOf> | undefined, taken: readonly string[] = []) {
  return reserveGivenCodes.decide({ input, found: { stored, taken: new Set(taken) }, nowMs: 0 })
}

test('codes are reserved of an open template, a draft too', () => {
  for (const stored of [storedTemplateOf(), storedTemplateOf({ state: 'draft' })]) {
    expect(reserving(stored)).toEqual({
      kind: 'done',
      answer: { couponCodes: ['a', 'b'] },
      changes: [{ kind: 'codesReserved', to: input }],
    })
  }
})

test.each([
  ['without a template', undefined, [], 'template-not-found'],
  ['of a closed template', storedTemplateOf({}, { isClosed: true }), ['a'], 'template-closed'],
  ['of which one exists', storedTemplateOf(), ['b'], 'codes-taken'],
] as const)('codes %s are not reserved', (_name, stored, taken, kind) => {
  expect(reserving(stored, taken)).toEqual({ kind: 'refused', refusal: { kind } })
})
