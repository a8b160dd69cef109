import { p, sql } from '#database/statement'
import { defineTable, insertInto } from '#database/table'

/** Operators who created an app or were shown a secret of it, and so could save what it saved. */
export const appSecretReaderTable = defineTable({
  name: 'app_secret_reader',
  key: ['app_key', 'operator_name'],
  columns: ['app_key', 'operator_name', 'read_at_ms'],
})

export const insertSecretReader = insertInto(appSecretReaderTable)

/** The apps whose secret an operator was shown; gives app keys. */
export const listSecretsShown = sql`SELECT app_key FROM app_secret_reader WHERE operator_name = ${p.text('operatorName')}`

export const findSecretReader = sql`SELECT read_at_ms FROM app_secret_reader WHERE app_key = ${p.text('appKey')} AND operator_name = ${p.text('operatorName')}`
