import { readValue } from '#database/read-value'
import type { SqlEngine } from '#database/sql-engine'
import type { LastAudit, LastAudits } from '#domain/audit/audit-report'
import type { Keyring } from './keys/keyring.ts'
import { changeSealed } from './keys/sealed-sets.ts'
import { propertySet } from './keys/sealed-tables.ts'
import {
  deleteStoreProperty,
  findStoreProperty,
  insertStoreProperty,
  lastAuditProperty,
} from './tables/store-property.ts'

/** Keeps what the last whole audit came to. The row is under the sealed sum of its table. */
export function createLastAudits({ engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>): LastAudits {
  return {
    async find() {
      const content = await readValue(engine.reader, findStoreProperty({ propertyName: lastAuditProperty }))
      return content instanceof Uint8Array ? readAudit(Buffer.from(content).toString('utf8')) : undefined
    },
    async record({ begunAtMs, endedAtMs, events, rows, findings }) {
      const content = Buffer.from(JSON.stringify([begunAtMs, endedAtMs, events, rows, findings]), 'utf8')
      await engine.transact((transaction) =>
        changeSealed(
          { transaction, keyring, set: propertySet, key: { property_name: lastAuditProperty } },
          async () => {
            await transaction.run(deleteStoreProperty({ propertyName: lastAuditProperty }))
            await transaction.run(insertStoreProperty(lastAuditProperty, content))
          },
        ),
      )
    },
  }
}

/** @returns undefined for a row that was edited by hand, which an audit names */
function readAudit(text: string): LastAudit | undefined {
  const [begunAtMs, endedAtMs, events, rows, findings] = numbersIn(text)
  if (findings === undefined || rows === undefined || events === undefined) return undefined
  if (begunAtMs === undefined || endedAtMs === undefined) return undefined
  return { begunAtMs, endedAtMs, events, rows, findings }
}

function numbersIn(text: string): readonly number[] {
  return /^\[\d+(,\d+){4}\]$/.test(text) ? text.slice(1, -1).split(',').map(Number) : []
}
