import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
/** What `/metrics` has, with or without values, by the name that a query uses. */
let served: ReadonlySet<string>

beforeAll(async () => {
  server = await startTestServer()
  const text = await (await fetch(`${server.adminUrl}/metrics`)).text()
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  served = new Set(types.map(([, name, type]) => (type === 'histogram' ? `${name}_bucket` : `${name}`)))
})

afterAll(() => server.close())

const fileOf = (name: string) => readFileSync(new URL(`../../docs/monitoring/${name}`, import.meta.url), 'utf8')
const metricsOf = (text: string) => new Set(text.match(/\b(?:yaoquan|process|nodejs)_\w+/g))

describe.each(['alerts.yml', 'dashboard.json'])('docs/monitoring/%s', (name) => {
  it('asks for metrics that a server has', () => {
    const requested = metricsOf(fileOf(name))
    expect(requested.size).toBeGreaterThan(9)
    expect([...requested].filter((metric) => !served.has(metric))).toEqual([])
  })
})

it('every metric that docs/operations/metrics.md says to watch has an alert', () => {
  const page = readFileSync(new URL('../../docs/operations/metrics.md', import.meta.url), 'utf8')
  const table = page.split('## What to watch')[1]?.split('\n\n')[1] ?? ''
  const watched = [...metricsOf(table)].filter((metric) => metric.endsWith('_total') || served.has(metric))
  expect(watched.length).toBeGreaterThan(9)
  const alerts = metricsOf(fileOf('alerts.yml'))
  expect(watched.filter((metric) => !alerts.has(metric))).toEqual(['yaoquan_webhook_failures_total'])
})
