import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ReadHostChange, ReadHosts } from './read-hosts.ts'

class FakeHost {
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

const [a, b, c] = [new FakeHost('a'), new FakeHost('b'), new FakeHost('c')]
let changes: ReadHostChange[] = []
let hosts: ReadHosts<FakeHost>

beforeEach(() => {
  vi.useFakeTimers()
  changes = []
  for (const host of [a, b, c]) Object.assign(host, { serves: true, probes: 0 })
  hosts = new ReadHosts([a, b, c], {
    probeTimeoutMs: 10,
    watchEveryMs: 100,
    onChange: (change) => changes.push(change),
  })
})
afterEach(() => {
  hosts.close()
  vi.useRealTimers()
})

function nextNames(count: number): string {
  return Array.from({ length: count }, () => hosts.next()?.host.name ?? '-').join('')
}

test('spreads reads over all hosts in turn', () => {
  expect(nextNames(6)).toBe('bcabca')
})

test('a host that does not answer a probe gets no reads, and gets them again when it answers', async () => {
  b.serves = false
  await vi.advanceTimersByTimeAsync(100)
  expect(nextNames(4)).toBe('caca')
  b.serves = true
  await vi.advanceTimersByTimeAsync(100)
  expect(nextNames(3)).toContain('b')
  expect(changes).toEqual([
    { host: 'b', isServing: false, outOfService: 1 },
    { host: 'b', isServing: true, outOfService: 0 },
  ])
})

test('ends the reads of a host that leaves, and not those of the others', async () => {
  const [atB, atC] = [hosts.next(), hosts.next()]
  b.serves = false
  await vi.advanceTimersByTimeAsync(100)
  expect([atB?.host.name, atB?.signal.aborted]).toEqual(['b', true])
  expect([atC?.host.name, atC?.signal.aborted]).toEqual(['c', false])
})

test('a suspected host is probed immediately, by one probe however many reads suspect it', async () => {
  b.serves = false
  await Promise.all(Array.from({ length: 20 }, () => hosts.suspect(b)))
  expect(b.probes).toBe(1)
  expect(nextNames(4)).not.toContain('b')
})

test('a suspected host that answers stays in service', async () => {
  await hosts.suspect(b)
  expect(nextNames(3)).toContain('b')
  expect(changes).toEqual([])
})

test('gives none when none answers', async () => {
  for (const host of [a, b, c]) host.serves = false
  await vi.advanceTimersByTimeAsync(100)
  expect(hosts.next()).toBeUndefined()
})
