import { isSameCell } from '#database/record'
import type { SqlValue } from '#database/sql-engine'
import type { UnitOfWork } from '#database/unit-of-work'
import type { Operator } from '#domain/people/operator'
import type { OperatorWrite } from '#domain/people/people-store'
import { endConsents } from '#store/access/oauth-grants'
import { findByToken, type Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { changeSealedOperator, operatorSessionSet } from '#store/keys/sealed-tables'
import { insertOperator, updateOperator } from '#store/tables/operator'
import { deleteRolesOfOperator, encodeOperatorRoles, insertOperatorRole } from '#store/tables/operator-role'
import {
  deleteOperatorSession,
  findOperatorSessions,
  findSessionsOfOperator,
  operatorSessionOfRow,
} from '#store/tables/operator-session'
import type { SharedParts } from './shared-parts.ts'

/** Writes operators with their roles. Of one who is disabled, what came of the consents ends too. */
export async function applyOperators(parts: SharedParts, writes: readonly OperatorWrite[]): Promise<void> {
  for (const write of writes) {
    await recordOperator(parts, write)
    await writeOperator(parts, write)
    const { name, isEnabled } = write.to
    const { unit: transaction, keyring } = parts
    // One transaction: no crash leaves sessions of a person who was dismissed.
    if (!isEnabled) await endConsents({ transaction, keyring }, name)
    if (write.ends !== undefined) await endSessions(parts, write.to.name, write.ends)
  }
}

type Ending = NonNullable<OperatorWrite['ends']>

async function endSessions({ unit, keyring }: SharedParts, name: string, ending: Ending): Promise<void> {
  const kept = ending === 'all' ? undefined : await digestOf(unit, keyring, ending.butToken)
  await changeSealed(
    { transaction: unit, keyring, set: operatorSessionSet, key: { operator_name: name } },
    async () => {
      for (const row of await unit.all(findSessionsOfOperator({ operatorName: name }))) {
        const { digest } = operatorSessionOfRow(row)
        if (!isSameCell(digest, kept ?? null)) await unit.run(deleteOperatorSession({ tokenDigest: digest }))
      }
    },
  )
}

async function digestOf(unit: UnitOfWork, keyring: Keyring, token: string): Promise<SqlValue | undefined> {
  const row = await findByToken(unit, findOperatorSessions, { keyring, token })
  return row && operatorSessionOfRow(row).digest
}

async function writeOperator({ unit, keyring, origin }: SharedParts, { from, to }: OperatorWrite): Promise<void> {
  const { name } = to
  await changeSealedOperator({ transaction: unit, keyring, name }, async ({ secrets }) => {
    if (from === undefined) {
      const created = { createdAtMs: origin.atMs, createdBy: origin.actor }
      await unit.run(insertOperator(to, created, secrets))
    } else {
      await unit.updateOne(updateOperator(to, from.version + 1, secrets), 'another change of the operator came first')
      await unit.run(deleteRolesOfOperator({ operatorName: name }))
    }
    await insertRoles(unit, to)
  })
}

async function insertRoles(unit: UnitOfWork, operator: Operator): Promise<void> {
  unit.insert(insertOperatorRole, encodeOperatorRoles(operator))
  await unit.flush()
}

/** One event for each seller that the operator has or had a role of. */
async function recordOperator({ headOf }: SharedParts, { from, to, act }: OperatorWrite): Promise<void> {
  const sellerIds = [...(from?.operator.roles ?? []), ...to.roles].map(({ sellerId }) => sellerId)
  for (const sellerId of [...new Set(sellerIds)].toSorted()) {
    const before = from && eventText(from.operator, sellerId, undefined)
    const after = eventText(to, sellerId, act)
    headOf(sellerId).append([{ kind: 'operator', count: 1, before, after }])
  }
}

/** An operator in an event of a seller: without secrets, and without roles of other sellers. */
function eventText(operator: Operator, sellerId: string, act: string | undefined): string {
  const role = operator.roles.find((candidate) => candidate.sellerId === sellerId)
  return JSON.stringify({
    operator: operator.name,
    act,
    display_name: operator.displayName,
    enabled: operator.isEnabled,
    role: role?.role,
    shops: role?.shops,
    totp: operator.totpSecret !== undefined,
  })
}
