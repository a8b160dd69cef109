import { afterEach, expect, test, vi } from 'vitest'
import { type HostChange, Hosts, type ProbedHost } from './hosts.ts'

class FakeHost implements ProbedHost {
  readonly name: string
  serves = true
  probes = 0

  constructor(name: string) {
    this.name = name
  }

  async isServing(): Promise<boolean> {
    this.probes += 1
    return this.serves
  }
}

const opened: Hosts<FakeHost>[] = []
afterEach(() => {
  for (const hosts of opened.splice(0)) hosts.close()
  vi.useRealTimers()
})

function openHosts() {
  const all = ['a', 'b', 'c'].map((name) => new FakeHost(name)) as [FakeHost, FakeHost, FakeHost]
  const changes: HostChange[] = []
  const hosts = new Hosts(all, {
    probeTimeoutMs: 10,
    watchEveryMs: 100,
    probesToReturn: 3,
    onChange: (change) => changes.push(change),
  })
  opened.push(hosts)
  return { hosts, all, changes }
}

test('a host that still serves is kept, whatever failed on it', async () => {
  const { hosts, all, changes } = openHosts()
  await hosts.suspect(all[0])
  expect([hosts.writer.name, changes]).toEqual(['a', []])
})

test('moves to the first in order that serves, once, however many ask', async () => {
  const { hosts, all, changes } = openHosts()
  all[0].serves = false
  all[1].serves = false
  await Promise.all(Array.from({ length: 20 }, () => hosts.suspect(all[0])))
  expect(hosts.writer.name).toBe('c')
  expect(changes).toEqual([{ from: 'a', to: 'c', reason: 'failed' }])
  expect(all[0].probes).toBe(1)
})

test('stays when none serves, and moves when asked again', async () => {
  const { hosts, all, changes } = openHosts()
  for (const host of all) host.serves = false
  await hosts.suspect(all[0])
  expect([hosts.writer.name, changes]).toEqual(['a', []])
  all[1].serves = true
  await hosts.suspect(all[0])
  expect(hosts.writer.name).toBe('b')
})

test('is not moved by what failed on a host that was left', async () => {
  const { hosts, all } = openHosts()
  all[0].serves = false
  await hosts.suspect(all[0])
  await hosts.suspect(all[0])
  expect([hosts.writer.name, all[0].probes]).toEqual(['b', 1])
})

test('returns to a preferred host after it was seen well so many times in a row', async () => {
  vi.useFakeTimers()
  const { hosts, all, changes } = openHosts()
  all[0].serves = false
  await hosts.suspect(all[0])
  all[0].serves = true
  await vi.advanceTimersByTimeAsync(250)
  all[0].serves = false
  await vi.advanceTimersByTimeAsync(100)
  all[0].serves = true
  await vi.advanceTimersByTimeAsync(200)
  expect(hosts.writer.name).toBe('b')
  await vi.advanceTimersByTimeAsync(100)
  expect(hosts.writer.name).toBe('a')
  expect(changes.at(-1)).toEqual({ from: 'b', to: 'a', reason: 'preferred host is back' })
})
