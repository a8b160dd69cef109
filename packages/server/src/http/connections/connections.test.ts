import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { Clients } from './clients.ts'
import { Connections, type EndReason } from './connections.ts'
import type { Connection } from './waiting-connections.ts'

/** Until the sockets that were ended are closed. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const proxyAddress = '10.9.9.9'

/** Sockets that do nothing: thousands of real ones would show no more. */
function openTable() {
  const ended: { reason: EndReason; address: string }[] = []
  const clients = new Clients()
  const addresses = { of: () => '', isProxy: ({ remoteAddress }: Socket) => remoteAddress === proxyAddress }
  const connections = new Connections({ addresses, clients, onEnd: (event) => ended.push(event) })
  const server = new EventEmitter() as Server
  connections.watch(server, { isTls: false })
  const open = (remoteAddress: string): Socket => {
    const socket = new EventEmitter() as Socket
    const destroy = () => {
      Object.assign(socket, { destroyed: true })
      // As with a real one, others connect before it is closed.
      setImmediate(() => socket.emit('close'))
      return socket
    }
    Object.assign(socket, { remoteAddress, destroyed: false, bytesRead: 0, destroy })
    server.emit('connection', socket)
    return socket
  }
  const openMany = (count: number, address: string) => Array.from({ length: count }, () => open(address))
  const recordOf = (socket: Socket): Connection => {
    const connection = connections.of(socket)
    if (connection === undefined) throw new Error('not known')
    return connection
  }
  return {
    connections,
    clients,
    ended,
    open,
    openMany,
    recordOf,
    prove: (s: Socket) => connections.prove(recordOf(s).client),
  }
}

test('a new connection of an unproven client replaces the one that has waited longest', async () => {
  const { openMany, open, ended, connections } = openTable()
  const [first] = openMany(transportLimits.maxConnectionsOfUnproven, '10.0.0.1')
  expect([first?.destroyed, ended.length]).toEqual([false, 0])
  expect(open('10.0.0.1').destroyed).toBe(false)
  expect([first?.destroyed, ended]).toEqual([true, [{ reason: 'address-full', address: '10.0.0.1' }]])
  await settled()
  expect(connections.counts.all).toBe(transportLimits.maxConnectionsOfUnproven)
})

test('ten thousand silent sockets of many addresses leave room for strangers and proven callers', async () => {
  const { openMany, open, prove, ended, connections } = openTable()
  const till = open('10.0.0.1')
  prove(till)
  for (let n = 0; n < 20; n += 1) openMany(500, `10.1.0.${n}`)
  await settled()
  expect(connections.counts.unproven).toBe(transportLimits.maxUnprovenConnections)
  expect(ended.every(({ reason }) => reason === 'unproven-full')).toBe(true)
  const stranger = open('10.2.0.1')
  openMany(1_000, '10.3.0.1')
  expect([stranger.destroyed, till.destroyed]).toEqual([false, false])
  expect(openMany(1_500, '10.0.0.1').every(({ destroyed }) => !destroyed)).toBe(true)
})

test('a client that becomes proven has room for all its tills, and is refused only beyond its limit', () => {
  const { openMany, open, prove, connections } = openTable()
  const tills = openMany(transportLimits.maxConnectionsOfUnproven, '10.0.0.1')
  const [first] = tills
  if (first !== undefined) prove(first)
  expect(connections.counts.unproven).toBe(0)
  openMany(transportLimits.maxConnectionsOfProven - tills.length, '10.0.0.1')
  expect(tills.every(({ destroyed }) => !destroyed)).toBe(true)
  expect(open('10.0.0.1').destroyed).toBe(true)
})

test('a trusted proxy has no limit of its own', () => {
  const { openMany, connections } = openTable()
  expect(openMany(6_000, proxyAddress).every(({ destroyed }) => !destroyed)).toBe(true)
  expect(connections.counts).toEqual({ all: 6_000, unproven: 0 })
})

test('IPv6 counts by /64', () => {
  const { open, ended } = openTable()
  for (let n = 0; n <= transportLimits.maxConnectionsOfUnproven; n += 1) open(`2001:db8:1:2::${n.toString(16)}`)
  expect(ended).toHaveLength(1)
})

test('keeps no record of addresses whose connections are gone', async () => {
  const { openMany, clients, connections } = openTable()
  for (const socket of openMany(50, '10.0.0.1')) socket.destroy()
  await settled()
  expect([clients.size, connections.counts]).toEqual([0, { all: 0, unproven: 0 }])
})

test('ends pending connections of unproven clients, not those of proven ones', () => {
  const { open, prove, recordOf, ended, connections } = openTable()
  const till = open('10.0.0.1')
  prove(till)
  const [silent, slow, stalled, idle] = [open('a'), open('b'), open('c'), open('d')]
  Object.assign(slow, { bytesRead: 100 })
  Object.assign(stalled, { bytesRead: 100, end: stalled.destroy })
  Object.assign(recordOf(stalled), { latest: {}, isArriving: true })
  Object.assign(recordOf(idle), { latest: {} })
  const nowMs = performance.now()
  connections.sweepPending(nowMs + transportLimits.silentTimeoutMs - 1_000)
  expect(ended).toEqual([])
  connections.sweepPending(nowMs + transportLimits.silentTimeoutMs + 1_000)
  expect(ended.map(({ reason }) => reason)).toEqual(['silent', 'slow-head'])
  connections.sweepPending(nowMs + transportLimits.silentTimeoutMs + transportLimits.stalledBodyTimeoutMs + 2_000)
  expect(ended.map(({ reason }) => reason)).toEqual(['silent', 'slow-head', 'stalled-body'])
  expect([silent.destroyed, till.destroyed, idle.destroyed]).toEqual([true, false, false])
})
