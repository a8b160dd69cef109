import { pino } from 'pino'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { recordCalls } from './record-calls.ts'

test('an ignored member is logged at its first call, with app, method and name, and not at each of them', () => {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const { memberIgnored } = recordCalls(logger, new Registry())
  for (const name of ['phne', 'phne', 'phne', 'cardno']) memberIgnored({ appKey: '1', method: 'query', name })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { appKey: '1', method: 'query', name: 'phne', calls: 1 },
    { appKey: '1', method: 'query', name: 'cardno', calls: 1 },
  ])
})

test('made-up names of one app write at most 21 lines, and leave those of others as they are', () => {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const { memberIgnored } = recordCalls(logger, new Registry())
  memberIgnored({ appKey: '2', method: 'query', name: 'phne' })
  for (let made = 0; made < 5_000; made++) memberIgnored({ appKey: '1', method: 'query', name: `made${made}` })
  memberIgnored({ appKey: '2', method: 'query', name: 'phne' })
  const logged = lines.map((line): Readonly<Record<string, unknown>> => JSON.parse(line))
  expect(logged.filter(({ appKey }) => appKey === '1')).toHaveLength(21)
  expect(logged.at(-1)).toMatchObject({ appKey: '1', name: '…', calls: 1 })
  expect(logged.filter(({ appKey }) => appKey === '2')).toHaveLength(1)
})
