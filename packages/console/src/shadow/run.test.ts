import { expect, test } from 'vitest'
import { agreementText, deviating, routesApart, widerKinds } from './run.ts'

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

test('names the methods of an app whose own routes lead elsewhere than the app will', () => {
  const what = { reason: 'r', by: 'owner', at: '2026-11-24 12:00:00', isRecorded: true }
  const routes = [
    { ...what, appKey: '1', to: 'mirrored' as const },
    { ...what, appKey: '1', method: 'a.read', to: 'ours' as const },
    { ...what, appKey: '1', method: 'a.write', to: 'compare' as const },
    { ...what, appKey: '2', method: 'a.read', to: 'ours' as const },
  ]
  expect(routesApart({ routes }, { appKey: '1', to: 'compare' })).toEqual([{ method: 'a.read', to: 'ours' }])
  expect(routesApart({ routes }, { appKey: '3', to: 'compare' })).toEqual([])
})
