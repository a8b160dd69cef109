import { bytesOf, flag, optionalNumber, record, text } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { Operator } from '#domain/people/operator'
import type { OperatorEntry, VersionedOperator } from '#domain/people/people-store'
import { type Cipher, resealed } from '#encryption/cipher'
import { rolesOfRows } from './operator-role.ts'

const settings = record({
  displayName: text('display_name'),
  isEnabled: flag('is_enabled'),
  passwordHash: text('password_hash'),
  mustChangePassword: flag('must_change_password'),
  passwordEndsAtMs: optionalNumber('password_ends_at_ms'),
})

export const operatorTable = defineTable({
  name: 'operator',
  key: ['operator_name'],
  columns: ['operator_name', ...settings.columns, 'totp_sealed', 'totp_step', 'created_at_ms', 'created_by', 'version'],
})

const { text: columns, at } = select(operatorTable.columns)
const readSettings = settings.decoder(at)
const changed = assign([...settings.columns, 'totp_sealed', 'version'])

const insertion = insertInto(operatorTable)

export const findOperator = sql`SELECT ${columns} FROM operator WHERE operator_name = ${p.text('operatorName')}`

/** All operators; there are few. */
export const listOperators = sql`SELECT ${columns} FROM operator ORDER BY operator_name`

/** Leaves the version: nothing is set. */
export const useTotpStep = sql`UPDATE operator SET totp_step = ${p.number('totpStep')}
  WHERE operator_name = ${p.text('operatorName')} AND COALESCE(totp_step, -1) < ${p.number('totpStep')}`

/** An operator as it is stored. */
export type StoredOperator = VersionedOperator

/** The name of a row of `findOperator` or `listOperators`. */
export function nameOfOperatorRow(row: SqlRow): string {
  return String(row[at.operator_name])
}

/**
 * Decodes a row of `findOperator` or `listOperators`.
 * @param roles rows of `findRolesOfOperator`
 */
export function operatorOfRow(row: SqlRow, roles: readonly SqlRow[], cipher: Pick<Cipher, 'open'>): StoredOperator {
  const name = nameOfOperatorRow(row)
  const totpSealed = bytesOf(row[at.totp_sealed])
  return {
    operator: {
      name,
      ...readSettings(row),
      totpSecret: totpSealed && cipher.open(totpSealed, totpContext(name)),
      ...rolesOfRows(roles),
    },
    createdAtMs: Number(row[at.created_at_ms]),
    createdBy: String(row[at.created_by]),
    version: Number(row[at.version]),
  }
}

export function insertOperator(
  operator: Operator,
  { createdAtMs, createdBy }: Pick<OperatorEntry, 'createdAtMs' | 'createdBy'>,
  cipher: Cipher,
): BoundStatement {
  return insertion({
    operator_name: operator.name,
    ...settingsOf(operator, cipher),
    totp_step: undefined,
    created_at_ms: createdAtMs,
    created_by: createdBy,
    version: 1,
  })
}

/** Changes an operator that still has the version before. @param version the new one */
export const updateOperator = taking(
  sql`UPDATE operator SET ${changed}
  WHERE operator_name = ${p.text('operatorName')} AND version = ${p.number('fromVersion')}`,
  (operator: Operator, version: number, cipher: Cipher) => {
    return { ...settingsOf(operator, cipher), version, operatorName: operator.name, fromVersion: version - 1 }
  },
)

function settingsOf({ name, totpSecret, ...operator }: Operator, cipher: Cipher) {
  return {
    ...settings.cells(operator),
    totp_sealed: totpSecret === undefined ? undefined : cipher.seal(totpSecret, totpContext(name)),
  }
}

/** A sealed secret opens only in the row of its own operator. */
function totpContext(name: string): Uint8Array {
  return Buffer.from(`operator\0${name}`, 'utf8')
}

const secrets = select(['operator_name', 'totp_sealed'])

/** The sealed secrets of all operators that have one. */
export const listOperatorSecrets = sql`SELECT ${secrets.text} FROM operator WHERE totp_sealed IS NOT NULL`

const setSecret = sql`UPDATE operator SET totp_sealed = ${p.cell('sealed')} WHERE operator_name = ${p.cell('name')}`

/** Seals the secret of an operator anew; one that was altered stays as it is. @param row of `listOperatorSecrets` */
export function resealOperatorSecret(row: SqlRow, from: Pick<Cipher, 'open'>, to: Cipher): BoundStatement {
  const { operator_name: name, totp_sealed: stored } = secrets.named(row)
  const isSealed = stored instanceof Uint8Array
  const sealed = isSealed ? (resealed(stored, totpContext(String(name)), { from, to }) ?? stored) : stored
  return setSecret({ sealed, name })
}
