import { pino } from 'pino'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { recordCalls } from './record-calls.ts'

const ignored = { kind: 'ignored', appKey: '1', method: 'query', times: 1, nowMs: 0 } as const

test('an ignored member is logged at its first call, with app, method and name, and not at each of them', () => {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const { appMistaken } = recordCalls(logger, new Registry())
  for (const name of ['phne', 'phne', 'phne', 'cardno']) appMistaken({ ...ignored, name })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { appKey: '1', method: 'query', name: 'phne', times: 1 },
    { appKey: '1', method: 'query', name: 'cardno', times: 1 },
  ])
})

test('made-up names of one app write at most 21 lines, and leave those of others as they are', () => {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const { appMistaken } = recordCalls(logger, new Registry())
  appMistaken({ ...ignored, appKey: '2', name: 'phne' })
  for (let made = 0; made < 5_000; made++) appMistaken({ ...ignored, name: `made${made}` })
  appMistaken({ ...ignored, appKey: '2', name: 'phne' })
  const logged = lines.map((line): Readonly<Record<string, unknown>> => JSON.parse(line))
  expect(logged.filter(({ appKey }) => appKey === '1')).toHaveLength(21)
  expect(logged.at(-1)).toMatchObject({ appKey: '1', name: '…', times: 1 })
  expect(logged.filter(({ appKey }) => appKey === '2')).toHaveLength(1)
})

test('numbers that are no phones are a metric by app and method, whose apps are bounded', async () => {
  const registry = new Registry()
  const { appMistaken } = recordCalls(pino({ level: 'silent' }), registry)
  const noPhone = { kind: 'no-phone', method: 'issue', name: 'phone', times: 3, nowMs: 0 } as const
  for (let app = 0; app < 210; app++) appMistaken({ ...noPhone, appKey: `${app}` })
  appMistaken({ ...noPhone, appKey: '0' })
  appMistaken({ ...ignored, name: 'phne' })
  const text = await registry.metrics()
  const values = text.split('\n').filter((line) => line.startsWith('yaoquan_no_phones_total{'))
  expect(values).toHaveLength(201)
  expect(values).toContain('yaoquan_no_phones_total{app="0",method="issue"} 6')
  expect(values).toContain('yaoquan_no_phones_total{app="other",method="issue"} 30')
})
