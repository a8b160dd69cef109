import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import { everythingKept, type RetentionRegistry, retentionKinds } from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { retentionSet } from '#store/sealed-sets/sealed-tables'
import {
  changeRetentionPolicy,
  findRetentionPolicy,
  insertRetentionPolicy,
  retentionPolicyOfRow,
} from '#store/tables/retention-policy'
import { findInactiveMembers } from './find-inactive-members.ts'

/** Keeps the policies of sellers. */
export function createRetentionRegistry(engine: SqlEngine, keyring: Keyring): RetentionRegistry {
  return {
    async findPolicy(sellerId) {
      const row = await engine.reader.one(findRetentionPolicy({ sellerId }))
      return row && retentionPolicyOfRow(row)
    },
    setPolicy({ sellerId, days: changed, nowMs, actor }) {
      return transactUnit(engine, { sellerId }, async (unit) => {
        // The head comes first, as in a pass: two that lock in different orders would wait for each other.
        const head = new ChainHead({ unit, origin: { sellerId, atMs: nowMs, actor, requestId: undefined }, keyring })
        const told = retentionKinds.filter((kind) => kind in changed)
        const after = JSON.stringify(Object.fromEntries(told.map((kind) => [`${kind}_days`, changed[kind] ?? null])))
        await head.append([{ kind: 'retention', count: 1, after }])
        const row = await unit.one(findRetentionPolicy({ sellerId }))
        const days = { ...(row === undefined ? everythingKept : retentionPolicyOfRow(row).days), ...changed }
        // Due from the first moment on: a pass under the policy before has lost its turn.
        const policy = { days, setAtMs: nowMs, nextPassMs: 0 }
        await changeSealed({ transaction: unit, keyring, set: retentionSet, key: { seller_id: sellerId } }, () =>
          row === undefined
            ? unit.run(insertRetentionPolicy(sellerId, policy))
            : unit.run(changeRetentionPolicy(sellerId, policy)),
        )
        head.close()
        return days
      })
    },
    async countInactive(sellerId, beforeMs) {
      let [count, after]: [number, number | undefined] = [0, 0]
      while (after !== undefined) {
        const found = await findInactiveMembers(engine.reader, { sellerId, after, beforeMs })
        count += found.inactive.length
        after = found.next
      }
      return count
    },
  }
}
