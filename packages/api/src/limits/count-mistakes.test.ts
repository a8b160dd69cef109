import { expect, test } from 'vitest'
import { createMistakeCounter } from './count-mistakes.ts'

const ignored = { kind: 'ignored', appKey: '1', method: 'query', times: 1, nowMs: 5 } as const
const noPhone = { kind: 'no-phone', appKey: '1', method: 'issue', name: 'phone', times: 3, nowMs: 5 } as const
const counted = { kind: 'ignored', method: 'query', lastMs: 5 } as const

test('counts by app, method and name, and made-up names of an app as one', () => {
  const counter = createMistakeCounter()
  for (const name of ['phne', 'phne', 'cardno']) counter.note({ ...ignored, name })
  counter.note({ ...ignored, appKey: '2', name: 'phne' })
  expect(counter.of('1')).toEqual([
    { ...counted, name: 'phne', times: 2 },
    { ...counted, name: 'cardno', times: 1 },
  ])
  for (let made = 0; made < 5_000; made++) counter.note({ ...ignored, name: `made${made}` })
  expect(counter.of('1')).toHaveLength(21)
  expect(counter.of('1').at(-1)).toEqual({ ...counted, name: '…', times: 4_982 })
  expect(counter.of('2')).toEqual([{ ...counted, name: 'phne', times: 1 }])
  expect(counter.of('3')).toEqual([])
})

test('counts numbers that are no phones apart from ignored members, each of them, and keeps the last time', () => {
  const counter = createMistakeCounter()
  for (let made = 0; made < 30; made++) counter.note({ ...ignored, name: `made${made}` })
  counter.note({ ...ignored, name: 'made0', method: 'issue' })
  counter.note(noPhone)
  counter.note({ ...noPhone, times: 2, nowMs: 9 })
  expect(counter.of('1').filter(({ kind }) => kind === 'no-phone')).toEqual([
    { kind: 'no-phone', method: 'issue', name: 'phone', times: 5, lastMs: 9 },
  ])
})

test('forgets the app that came first where there are too many', () => {
  const counter = createMistakeCounter()
  for (let app = 0; app <= 1_000; app++) counter.note({ ...ignored, appKey: `${app}`, name: 'phne' })
  expect([counter.of('0').length, counter.of('1').length, counter.of('1000').length]).toEqual([0, 1, 1])
})
