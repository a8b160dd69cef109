import { expect, test } from 'vitest'
import { agreementText, deviating, widerKinds } from './run.ts'

test.each([
  [{ seen: 9, compared: 0, agreed: 0, accepted: 0 }, '—', 0],
  [{ seen: 9, compared: 3, agreed: 2, accepted: 1 }, '100.00%', 0],
  [{ seen: 1e6, compared: 100_000, agreed: 99_998, accepted: 1 }, '99.99%', 1],
])('says of %j which share agrees, and how many calls deviate', (verdicts, share, calls) => {
  expect([agreementText(verdicts), deviating(verdicts)]).toEqual([share, calls])
})

test('names a class and those above it', () => {
  expect(widerKinds('field:status:1/0')).toEqual(['field', 'field:status', 'field:status:1/0'])
  expect(widerKinds('missing')).toEqual(['missing'])
})
