import { expect, test } from 'vitest'
import { DuplicateKeyError, LostRaceError, MissingTableError } from '#database/database-errors'
import { DatabaseFault } from '#database/mysql/database-fault'
import { portError } from '#database/sqlite/sqlite-errors'
import { OperatorError } from '#errors/operator-error'
import { isPassingFault, storeFaultKind } from './store-fault-kind.ts'

const sqliteError = (code: string) => Object.assign(new Error('as SQLite says'), { code })

test.each([
  ['a full disk', portError(sqliteError('SQLITE_FULL')), 'full'],
  ['a damaged file', portError(sqliteError('SQLITE_CORRUPT_INDEX')), 'damaged'],
  ['a disk that fails', portError(sqliteError('SQLITE_IOERR_FSYNC')), 'io'],
  ['a file that became read-only', portError(sqliteError('SQLITE_READONLY_DBMOVED')), 'read-only'],
  [
    'a lock that another program keeps',
    new OperatorError({ zh: 'busy', en: 'busy' }, { cause: sqliteError('SQLITE_BUSY') }),
    'busy',
  ],
  [
    'a store that moved',
    new OperatorError({ zh: 'moved', en: 'moved' }, { cause: new MissingTableError('no such table') }),
    'moved',
  ],
  ['a lost host', new DatabaseFault('lost', { kind: 'unavailable', errno: 2013 }), 'unavailable'],
  ['a race lost too often', new LostRaceError(), 'conflict'],
  ['a key that others took too often', new DuplicateKeyError('taken'), 'conflict'],
  ['a wrong statement', sqliteError('SQLITE_ERROR'), 'refused'],
  ['a bug of ours', new TypeError('undefined is no function'), undefined],
  ['an operator mistake elsewhere', new OperatorError({ zh: 'port in use', en: 'port in use' }), undefined],
])('%s', (_name, error, kind) => {
  expect(storeFaultKind(error)).toBe(kind)
})

test('a disk that fails is named, since it may be full', () => {
  expect(portError(sqliteError('SQLITE_IOERR_SHMSIZE'))).toMatchObject({ message: expect.stringContaining('full') })
})

test('the same call may succeed later unless the store is damaged or the fault is ours', () => {
  const passing = (code: string) => isPassingFault(portError(sqliteError(code)))
  expect([passing('SQLITE_FULL'), passing('SQLITE_IOERR_FSYNC'), isPassingFault(new LostRaceError())]).not.toContain(
    false,
  )
  expect([passing('SQLITE_CORRUPT'), passing('SQLITE_ERROR'), isPassingFault(new TypeError('bug'))]).not.toContain(true)
})
