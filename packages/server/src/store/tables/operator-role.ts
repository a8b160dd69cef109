import { listOf, textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { OperatorRole } from '#domain/people/operator'

/** What operators are for sellers. */
export const operatorRoleTable = defineTable({
  name: 'operator_role',
  key: ['operator_name', 'seller_id'],
  columns: ['operator_name', 'seller_id', 'role_name', 'shops_text'],
})

const { text: columns, at } = select(operatorRoleTable.columns)

export const insertOperatorRole = insertInto(operatorRoleTable)

/** Takes operator. At most one row a seller. */
export const findRolesOfOperator = `SELECT ${columns} FROM operator_role WHERE operator_name = ? ORDER BY seller_id`

/** Takes operator. */
export const deleteRolesOfOperator = 'DELETE FROM operator_role WHERE operator_name = ?'

/** Decodes a row of `findRolesOfOperator`. */
export function operatorRoleOfRow(row: SqlRow): OperatorRole {
  const shops = textOf(row[at.shops_text])
  return {
    sellerId: String(row[at.seller_id]),
    role: String(row[at.role_name]),
    shops: shops === undefined ? undefined : listOf(shops),
  }
}

/** The values for `insertOperatorRole`. */
export function encodeOperatorRole(name: string, { sellerId, role, shops }: OperatorRole): readonly SqlValue[] {
  const shopsText = shops === undefined ? undefined : JSON.stringify(shops)
  return insertOperatorRole.encode({
    operator_name: name,
    seller_id: sellerId,
    role_name: role,
    shops_text: shopsText,
  })
}
