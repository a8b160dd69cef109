import { expect, test } from 'vitest'
import { createIgnoredCounter } from './count-ignored.ts'

test('counts by app, method and name, and made-up names of an app as one', () => {
  const counter = createIgnoredCounter()
  for (const name of ['phne', 'phne', 'cardno']) counter.note({ appKey: '1', method: 'query', name })
  counter.note({ appKey: '2', method: 'query', name: 'phne' })
  expect(counter.of('1')).toEqual([
    { method: 'query', name: 'phne', calls: 2 },
    { method: 'query', name: 'cardno', calls: 1 },
  ])
  for (let made = 0; made < 5_000; made++) counter.note({ appKey: '1', method: 'query', name: `made${made}` })
  expect(counter.of('1')).toHaveLength(21)
  expect(counter.of('1').at(-1)).toEqual({ method: 'query', name: '…', calls: 4_982 })
  expect(counter.of('2')).toEqual([{ method: 'query', name: 'phne', calls: 1 }])
  expect(counter.of('3')).toEqual([])
})

test('forgets the app that came first where there are too many', () => {
  const counter = createIgnoredCounter()
  for (let app = 0; app <= 1_000; app++) counter.note({ appKey: `${app}`, method: 'query', name: 'phne' })
  expect([counter.of('0').length, counter.of('1').length, counter.of('1000').length]).toEqual([0, 1, 1])
})
