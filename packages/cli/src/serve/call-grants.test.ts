import { expect, test } from 'vitest'
import { createCallGrants } from './call-grants.ts'

const second = 1_795_000_000
const wanted = { appKey: 'a', second, limit: 3, calls: 2 }

test('grants what is left of a second, and no more', () => {
  const grant = createCallGrants()
  expect([grant(wanted), grant(wanted), grant(wanted)]).toEqual([2, 1, 0])
})

test('counts each app for itself, and anew with each second', () => {
  const grant = createCallGrants()
  expect([grant(wanted), grant({ ...wanted, appKey: 'b' }), grant({ ...wanted, second: second + 1 })]).toEqual([
    2, 2, 2,
  ])
})

test('gives nothing beyond the limit to a question of the second before that comes late', () => {
  const grant = createCallGrants()
  expect([grant({ ...wanted, second: second + 1 }), grant(wanted), grant(wanted)]).toEqual([2, 1, 0])
})

test('a limit that was lowered meanwhile grants nothing, and takes nothing back', () => {
  const grant = createCallGrants()
  expect([grant({ ...wanted, calls: 3 }), grant({ ...wanted, limit: 1 })]).toEqual([3, 0])
})
