import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { Admission, type AdmittedCall } from './admission.ts'
import { Clients } from './clients.ts'
import { Connections } from './connections.ts'

type Request = IncomingMessage & Readonly<{ from: string }>

/** Calls that come through a proxy, whose connections have no limit of their own. */
function openAdmission() {
  const clients = new Clients()
  const addresses = { of: (request: IncomingMessage) => (request as Request).from, isProxy: () => true }
  const connections = new Connections({ addresses, clients, onEnd: () => undefined })
  const admission = new Admission({ clients, connections })
  const admit = (from: string) => {
    const response = new EventEmitter() as ServerResponse
    return { call: admission.admit({ from, socket: {} } as Request, response), end: () => response.emit('close') }
  }
  const begin = (from: string): boolean => admit(from).call?.begin() ?? false
  /** An address from which a signed call was verified. */
  const prove = (from: string) => {
    const { call, end } = admit(from)
    call?.prove()
    end()
  }
  return { clients, admission, admit, begin, prove }
}

const count = (times: number, work: () => boolean) => Array.from({ length: times }, work).filter(Boolean).length

test('counts the bytes of all calls, and frees those of a call whose response is closed', () => {
  const { admit, prove, clients, admission } = openAdmission()
  const [half, rest] = [transportLimits.maxBytesOfAddress, transportLimits.maxBytesInFlight]
  for (const from of ['10.0.0.1', '10.0.0.2']) prove(from)
  const one = admit('10.0.0.1')
  const other = admit('10.0.0.2')
  expect(one.call?.received(half)).toBe(true)
  expect(one.call?.received(1)).toBe(false)
  expect(other.call?.received(rest - half)).toBe(true)
  expect(other.call?.received(1)).toBe(false)
  one.end()
  expect(other.call?.received(1)).toBe(true)
  other.end()
  expect([admission.counts, clients.size]).toEqual([expect.objectContaining({ bytes: 0, calls: 0 }), 0])
})

test('limits the bytes of an unproven client, also on disk, so that proven ones find room', () => {
  const { admit, prove } = openAdmission()
  prove('10.0.0.1')
  const callers = ['a', 'b', 'c', 'd'].map(admit)
  const one = callers[0]?.call
  expect(one?.received(transportLimits.maxBytesOfUnproven)).toBe(true)
  expect(one?.received(1)).toBe(false)
  one?.spooled(1_000)
  expect(one?.received(1)).toBe(false)
  expect(one?.recalled(1_000)).toBe(true)
  const received = ({ call }: ReturnType<typeof admit>) => call?.received(transportLimits.maxBytesOfUnproven)
  expect(callers.slice(1).map(received)).toEqual([false, false, false])
  const small = callers.map(({ call }) => call?.received(transportLimits.smallBodyBytes))
  expect(small).toEqual([false, true, true, true])
  expect(admit('10.0.0.1').call?.received(transportLimits.maxBodyBytes)).toBe(true)
})

test('bodies that do not arrive count as no call in work, and an unproven client may have few of them', () => {
  const { admit, begin, prove } = openAdmission()
  prove('10.0.0.1')
  const wait = (from: string) => () => admit(from).call !== undefined
  expect(count(2_000, wait('a'))).toBe(transportLimits.maxArrivingOfUnproven)
  expect(begin('b')).toBe(true)
  for (const from of ['b', 'c', 'd', 'e']) count(1_000, wait(from))
  expect(wait('f')()).toBe(false)
  expect(begin('10.0.0.1')).toBe(true)
})

test('unproven clients never use all calls in work', () => {
  const { begin, prove, admit } = openAdmission()
  expect(count(2_000, () => begin('a'))).toBe(transportLimits.maxCallsOfUnproven)
  expect(count(2_000, () => begin('b'))).toBe(transportLimits.maxUnprovenCalls - transportLimits.maxCallsOfUnproven)
  prove('10.0.0.1')
  const rest = transportLimits.maxCallsInFlight - transportLimits.maxUnprovenCalls
  const inWork = Array.from({ length: rest }, () => admit('10.0.0.1'))
  expect(inWork.every(({ call }: { call: AdmittedCall | undefined }) => call?.begin())).toBe(true)
  expect(begin('10.0.0.1')).toBe(false)
  inWork[0]?.end()
  expect(begin('10.0.0.1')).toBe(true)
})

test('IPv6 addresses of one /64 share limits, and are remembered when their last call is over', () => {
  const { admit, prove } = openAdmission()
  prove('2001:db8:1:2::1')
  expect(admit('2001:db8:1:2:ffff::9').call?.client.isProven).toBe(true)
  expect(admit('2001:db8:1:3::1').call?.client.isProven).toBe(false)
})
