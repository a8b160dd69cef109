import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import type { OperatorRegistry } from '#domain/people/people-store'
import type { Keyring } from '#store/keys/keyring'
import {
  findOperator,
  listOperators,
  nameOfOperatorRow,
  operatorOfRow,
  type StoredOperator,
  useTotpStep,
} from '#store/tables/operator'
import { findRolesOfOperator } from '#store/tables/operator-role'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Reads operators, and uses up their codes. */
export function createOperatorRegistry({ engine, keyring }: Parts): OperatorRegistry {
  const { reader } = engine
  return {
    async findOperator(name) {
      const row = await reader.one(findOperator({ operatorName: name }))
      return row && (await storedOperator(row, reader, keyring)).operator
    },
    async listOperators() {
      const operators: StoredOperator[] = []
      for (const row of await reader.all(listOperators())) operators.push(await storedOperator(row, reader, keyring))
      return operators
    },
    async useTotpStep(name, step) {
      return engine.transact(
        async (transaction) => (await transaction.run(useTotpStep({ totpStep: step, operatorName: name }))) > 0,
      )
    },
  }
}

async function storedOperator(row: SqlRow, reader: SqlReader, keyring: Keyring): Promise<StoredOperator> {
  return operatorOfRow(
    row,
    await reader.all(findRolesOfOperator({ operatorName: nameOfOperatorRow(row) })),
    keyring.secrets,
  )
}
