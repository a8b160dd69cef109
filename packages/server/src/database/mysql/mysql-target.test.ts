import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { addressText, readMysqlTarget } from './mysql-target.ts'

test('reads hosts in order, user, password and database, with the defaults', () => {
  expect(readMysqlTarget('mysql://yao:p%40ss%2Fword@db1:3307,db2,[::1]:3308/yaoquan')).toEqual({
    addresses: [
      { host: 'db1', port: 3307 },
      { host: 'db2', port: 3306 },
      { host: '::1', port: 3308 },
    ],
    user: 'yao',
    password: 'p@ss/word',
    database: 'yaoquan',
    tls: undefined,
    flavour: 'mysql',
    connections: 8,
    timeoutMs: 4000,
    patienceMs: 15_000,
    readsFrom: 'writer',
    statements: 'together',
  })
})

test('reads every option', () => {
  const ca = join(temporaryFolder(), 'ca.pem')
  writeFileSync(ca, 'certificate')
  const options = `engine=oceanbase&connections=20&timeout_ms=1500&patience_ms=9000&reads=all&statements=single&tls=verify&tls_ca=${ca}`
  expect(readMysqlTarget(`mysql://u@h/d?${options}`)).toMatchObject({
    flavour: 'oceanbase',
    connections: 20,
    timeoutMs: 1500,
    patienceMs: 9000,
    readsFrom: 'all',
    statements: 'single',
    tls: { ca: 'certificate', rejectUnauthorized: true },
  })
})

test('encrypts without looking at the certificate only when asked to', () => {
  expect(readMysqlTarget('mysql://u@h/d?tls=required').tls).toEqual({ ca: undefined, rejectUnauthorized: false })
  expect(readMysqlTarget('mysql://u@h/d?tls=verify').tls).toEqual({ ca: undefined, rejectUnauthorized: true })
})

test.each([
  ['mysql://u:secret@h', 'mysql://user:password@host1:3306'],
  ['postgres://u:secret@h/d', 'mysql://user:password@host1:3306'],
  ['mysql://u:secret@h:99999/d', 'must be host:port'],
  ['mysql://u:secret@h,,h2/d', 'must be host:port'],
  ['mysql://u:secret/d', 'must be host:port'],
  ['mysql://u:secret@h/d?timeout=5', 'known options: '],
  ['mysql://u:secret@h/d?timeout_ms=5', 'timeout_ms must be a whole number from 200 to 60000'],
  ['mysql://u:secret@h/d?connections=many', 'connections must be a whole number from 1 to 200'],
  ['mysql://u:secret@h/d?engine=tidb', 'engine must be one of mysql, oceanbase, polardbx'],
  ['mysql://u:secret@h/d?tls=maybe', 'tls must be one of off, required, verify'],
  ['mysql://u:secret%@h/d', 'percent-encoding'],
  ['mysql://u:secret@h/d?tls_ca=/nowhere/ca.pem', 'cannot read the tls_ca file'],
])('refuses %s and says why, without the password', (url, reason) => {
  expect(() => readMysqlTarget(url)).toThrow(reason)
  expect(() => readMysqlTarget(url)).not.toThrow('secret')
})

test('names an IPv6 host so that its port is recognisable', () => {
  expect(addressText({ host: '::1', port: 3306 })).toBe('[::1]:3306')
})
