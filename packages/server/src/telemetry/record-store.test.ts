import { pino } from 'pino'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { recordStore } from './record-store.ts'

test('the clock and the hosts of each store are told apart, in the log and in the metrics', async () => {
  const lines: string[] = []
  const registry = new Registry()
  const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) })
  const { observeStore } = recordStore(logger, registry, () => undefined)
  const [directory, east] = [observeStore(), observeStore('east')]
  directory.onClockCompared({ hostAheadMs: 2_000, level: 'apart' })
  east.onClockCompared({ hostAheadMs: 0, level: 'close' })
  directory.onClockCompared({ hostAheadMs: 2_100, level: 'apart' })
  east.onClockCompared({ hostAheadMs: 6_000, level: 'far-apart' })
  east.onHostChange({ from: 'db1', to: 'db2', reason: 'lost' })
  east.onReadHostChange({ host: 'db2', isServing: false, outOfService: 1 })
  const logged = lines.map((line): Readonly<Record<string, unknown>> => JSON.parse(line))
  expect(logged.map(({ level, store, msg }) => [level, store, msg])).toEqual([
    [40, undefined, 'clock differs from the database'],
    [50, 'east', 'clock differs from the database, server is not ready'],
    [40, 'east', 'database host changed'],
    [40, 'east', 'database host gets no reads'],
  ])
  const text = await registry.metrics()
  expect(text).toContain('yaoquan_clock_offset_seconds{store=""} 2.1')
  expect(text).toContain('yaoquan_clock_offset_seconds{store="east"} 6')
  expect(text).toMatch(/^yaoquan_store_host_changes_total\{.*store="east".*\} 1$/m)
  expect(text).toContain('yaoquan_store_read_hosts_out_of_service{store="east"} 1')
})
