import { listOf, textOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { Operator, OperatorRole } from '#domain/people/operator'

/**
 * What operators are for sellers. An operator without roles has one row of the seller that took the last one away, with the
 * role `nothing`: it decides whose owners may give another, so it is under the same sum as roles.
 */
export const operatorRoleTable = defineTable({
  name: 'operator_role',
  key: ['operator_name', 'seller_id'],
  columns: ['operator_name', 'seller_id', 'role_name', 'shops_text'],
})

const { text: columns, at } = select(operatorRoleTable.columns)

export const insertOperatorRole = insertInto(operatorRoleTable)

/** At most one row for each seller. */
export const findRolesOfOperator = sql`SELECT ${columns} FROM operator_role WHERE operator_name = ${p.text('operatorName')} ORDER BY seller_id`

export const deleteRolesOfOperator = sql`DELETE FROM operator_role WHERE operator_name = ${p.text('operatorName')}`

const nothing = 'nothing'

/** Decodes the rows of `findRolesOfOperator`. */
export function rolesOfRows(rows: readonly SqlRow[]): Pick<Operator, 'roles' | 'lastSellerId'> {
  const held = rows.map(operatorRoleOfRow)
  return {
    roles: held.filter(({ role }) => role !== nothing),
    lastSellerId: held.find(({ role }) => role === nothing)?.sellerId,
  }
}

function operatorRoleOfRow(row: SqlRow): OperatorRole {
  const shops = textOf(row[at.shops_text])
  return {
    sellerId: String(row[at.seller_id]),
    role: String(row[at.role_name]),
    shops: shops === undefined ? undefined : listOf(shops),
  }
}

/** The rows of an operator, for `insertOperatorRole`. */
export function encodeOperatorRoles({ name, roles, lastSellerId }: Operator): readonly (readonly SqlValue[])[] {
  const last = lastSellerId === undefined ? [] : [{ sellerId: lastSellerId, role: nothing, shops: undefined }]
  return (roles.length === 0 ? last : roles).map((role) => encodeOperatorRole(name, role))
}

function encodeOperatorRole(name: string, { sellerId, role, shops }: OperatorRole): readonly SqlValue[] {
  const shopsText = shops === undefined ? undefined : JSON.stringify(shops)
  return insertOperatorRole.encode({
    operator_name: name,
    seller_id: sellerId,
    role_name: role,
    shops_text: shopsText,
  })
}
