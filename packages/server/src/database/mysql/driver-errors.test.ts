import { expect, test } from 'vitest'
import { DuplicateKeyError } from '#database/database-errors'
import { portError } from './driver-errors.ts'

function driverError(code: string, errno?: number): Error {
  return Object.assign(new Error("Duplicate entry '111-18612255668' for key"), {
    code,
    ...(errno === undefined ? {} : { errno }),
  })
}

test.each([
  ['ER_LOCK_DEADLOCK', 1213, 'conflict'],
  ['ER_LOCK_WAIT_TIMEOUT', 1205, 'conflict'],
  ['ER_CHECKREAD', 1020, 'conflict'],
  ['ER_UNKNOWN_COM_ERROR', 1047, 'unavailable'],
  ['ER_CON_COUNT_ERROR', 1040, 'unavailable'],
  ['ER_ERROR_DURING_COMMIT', 1180, 'unavailable'],
  ['ER_OPTION_PREVENTS_STATEMENT', 1290, 'unavailable'],
  ['ER_CLIENT_INTERACTION_TIMEOUT', 4031, 'unavailable'],
  ['ER_TIKV_SERVER_TIMEOUT', 9002, 'unavailable'],
  ['ECONNREFUSED', -111, 'unavailable'],
  ['ECONNRESET', -104, 'unavailable'],
  ['PROTOCOL_CONNECTION_LOST', undefined, 'unavailable'],
  ['ER_DATA_TOO_LONG', 1406, 'refused'],
  ['ER_ACCESS_DENIED_ERROR', 1045, 'refused'],
  ['ERR_INVALID_ARG_TYPE', undefined, 'refused'],
])('%s is %s: %s', (code, errno, kind) => {
  expect(portError(driverError(code, errno), 'SELECT 1')).toMatchObject({
    name: 'DatabaseFault',
    kind,
    errno: errno ?? 0,
  })
})

test('a duplicate key is the error of the port', () => {
  expect(portError(driverError('ER_DUP_ENTRY', 1062), 'INSERT')).toBeInstanceOf(DuplicateKeyError)
})

test('neither value nor parameter is in a message, and the statement is cut', () => {
  for (const errno of [1062, 1406, 1213]) {
    const error = portError(driverError('ER', errno), `SELECT ${'x'.repeat(500)}`)
    expect(error.message).not.toContain('18612255668')
    expect(error.message.length).toBeLessThan(160)
    expect(error.cause).toBeUndefined()
  }
})
