import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { Operator } from '#domain/people/operator'
import type { OperatorChange, OperatorOrigin, OperatorRegistry } from '#domain/people/people-store'
import { endConsents } from '#store/access/consents'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealedOperator } from '#store/sealed-sets/sealed-tables'
import {
  findOperator,
  insertOperator,
  listOperators,
  nameOfOperatorRow,
  operatorOfRow,
  type StoredOperator,
  updateOperator,
  useTotpStep,
} from '#store/tables/operator'
import {
  deleteRolesOfOperator,
  encodeOperatorRoles,
  findRolesOfOperator,
  insertOperatorRole,
} from '#store/tables/operator-role'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Reads and changes operators. Each change is an event of the sellers that the operator has or had a role of. */
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
    async createOperator(operator, origin) {
      const work = async (unit: UnitOfWork) => {
        if ((await unit.one(findOperator({ operatorName: operator.name }))) !== undefined) return 'exists' as const
        await insertRows({ unit, keyring }, operator, origin)
        return 'created' as const
      }
      const created = await transactUnit(engine, accountOf(operator), work)
      await refuseMovingStore(engine)
      return created
    },
    async changeOperator(name, change, origin) {
      const before = await reader.one(findOperator({ operatorName: name }))
      if (before === undefined) return { kind: 'unknown-operator' }
      const { operator } = await storedOperator(before, reader, keyring)
      const work = (unit: UnitOfWork) => changeRows({ unit, keyring }, { name, change, origin })
      const outcome = await transactUnit(engine, accountOf(operator), work)
      await refuseMovingStore(engine)
      return outcome
    },
    async useTotpStep(name, step) {
      return engine.transact(
        async (transaction) => (await transaction.run(useTotpStep({ totpStep: step, operatorName: name }))) > 0,
      )
    },
  }
}

/** Works are executed in turns by seller. */
function accountOf({ roles: [first] }: Operator): Readonly<{ sellerId: string }> {
  return { sellerId: first?.sellerId ?? '' }
}

async function storedOperator(row: SqlRow, reader: SqlReader, keyring: Keyring): Promise<StoredOperator> {
  return operatorOfRow(
    row,
    await reader.all(findRolesOfOperator({ operatorName: nameOfOperatorRow(row) })),
    keyring.secrets,
  )
}

type Writing = Readonly<{ unit: UnitOfWork; keyring: Keyring }>

async function insertRows({ unit, keyring }: Writing, operator: Operator, origin: OperatorOrigin): Promise<void> {
  const record = recordEvents({ unit, keyring }, { sellerIds: sellersOf(operator), origin })
  await record({ before: undefined, after: operator })
  const created = { createdAtMs: origin.nowMs, createdBy: origin.actor }
  await changeSealedOperator({ transaction: unit, keyring, name: operator.name }, async ({ secrets }) => {
    await unit.run(insertOperator(operator, created, secrets))
    await insertRoles(unit, operator)
  })
}

type Change<Refusal> = Readonly<{
  name: string
  change: (operator: Operator) => OperatorChange<Refusal>
  origin: OperatorOrigin
}>

/** The version decides: of two changes at the same time, the later one is applied to the result of the earlier one. */
async function changeRows<Refusal extends Readonly<{ kind: string }>>(
  { unit, keyring }: Writing,
  { name, change, origin }: Change<Refusal>,
): Promise<OperatorChange<Refusal> | Readonly<{ kind: 'unknown-operator' }>> {
  const row = await unit.one(findOperator({ operatorName: name }))
  if (row === undefined) return { kind: 'unknown-operator' }
  const { operator, version } = await storedOperator(row, unit, keyring)
  const outcome = change(operator)
  if (!isChanged(outcome)) return outcome
  const sellerIds = [...new Set([...sellersOf(operator), ...sellersOf(outcome.operator)])]
  await recordEvents({ unit, keyring }, { sellerIds, origin })({ before: operator, after: outcome.operator })
  await changeSealedOperator({ transaction: unit, keyring, name }, async ({ secrets }) => {
    await unit.updateOne(
      updateOperator(outcome.operator, version + 1, secrets),
      'another change of the operator came first',
    )
    await unit.run(deleteRolesOfOperator({ operatorName: name }))
    await insertRoles(unit, outcome.operator)
  })
  // In one transaction: no crash leaves sessions of a person who was let go.
  if (!outcome.operator.isEnabled) await endConsents({ transaction: unit, keyring }, name)
  return outcome
}

async function insertRoles(unit: UnitOfWork, operator: Operator): Promise<void> {
  unit.insert(insertOperatorRole, encodeOperatorRoles(operator))
  await unit.flush()
}

function isChanged<Refusal extends Readonly<{ kind: string }>>(
  outcome: OperatorChange<Refusal>,
): outcome is Readonly<{ kind: 'changed'; operator: Operator }> {
  return outcome.kind === 'changed'
}

function sellersOf({ roles }: Operator): readonly string[] {
  return roles.map(({ sellerId }) => sellerId)
}

type Recorded = Readonly<{ sellerIds: readonly string[]; origin: OperatorOrigin }>

/** Heads are locked in the order of seller ids, so that two changes cannot wait for each other. */
function recordEvents({ unit, keyring }: Writing, { sellerIds, origin }: Recorded) {
  return async (change: Readonly<{ before: Operator | undefined; after: Operator }>): Promise<void> => {
    const { actor, nowMs: atMs, requestId, act } = origin
    for (const sellerId of sellerIds.toSorted()) {
      const head = new ChainHead({ unit, origin: { sellerId, atMs, actor, requestId }, keyring })
      const before = change.before && eventText(change.before, sellerId, undefined)
      await head.append([{ kind: 'operator', count: 1, before, after: eventText(change.after, sellerId, act) }])
      head.close()
    }
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
