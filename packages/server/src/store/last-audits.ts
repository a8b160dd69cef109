import { readValue } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { LastAudit, LastAudits } from '#domain/audit/audit-report'
import { isSeal } from '#encryption/seals'
import type { Keyring } from './keys/keyring.ts'
import { changeSealed } from './keys/sealed-sets.ts'
import { propertySet } from './keys/sealed-tables.ts'
import {
  deleteStoreProperty,
  findStoreProperty,
  idProperty,
  insertStoreProperty,
  lastAuditProperty,
} from './tables/store-property.ts'

/**
 * Keeps what the last whole audit came to. The row has a seal of its own, which names the store and is checked when it is read, since nobody
 * reads the sum over its table for that; the sum shows an audit that the row was altered, deleted, or replaced by an older one.
 */
export function createLastAudits({ engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>): LastAudits {
  const sealed = async (audit: LastAudit, reader: SqlReader): Promise<Buffer> => {
    const storeId = await findBytes(reader, idProperty)
    const values = partsOf(audit)
    // The key of single rows outlives a rotation of the master key.
    return Buffer.concat([
      keyring.rows.of('last_audit', [storeId ?? null, ...values]),
      Buffer.from(JSON.stringify(values), 'utf8'),
    ])
  }
  return {
    async find() {
      const { reader } = engine
      const stored = await findBytes(reader, lastAuditProperty)
      const audit = stored && readAudit(Buffer.from(stored.subarray(sealBytes)).toString('utf8'))
      return audit !== undefined && isSeal(stored, await sealed(audit, reader)) ? audit : undefined
    },
    async record(audit) {
      await engine.transact((transaction) =>
        changeSealed(
          { transaction, keyring, set: propertySet, key: { property_name: lastAuditProperty } },
          async () => {
            await transaction.run(deleteStoreProperty({ propertyName: lastAuditProperty }))
            await transaction.run(insertStoreProperty(lastAuditProperty, await sealed(audit, transaction)))
          },
        ),
      )
    },
  }
}

const sealBytes = 32
/** The last moment that a Date can be, epoch milliseconds. */
const maxMs = 8_640_000_000_000_000

async function findBytes(reader: SqlReader, propertyName: string): Promise<Uint8Array | undefined> {
  const content = await readValue(reader, findStoreProperty({ propertyName }))
  return content instanceof Uint8Array ? content : undefined
}

function partsOf({ begunAtMs, endedAtMs, events, rows, findings }: LastAudit): readonly number[] {
  return [begunAtMs, endedAtMs, events, rows, findings]
}

/** @returns undefined for what is no such list, or has a number that is out of its range */
function readAudit(text: string): LastAudit | undefined {
  const [begunAtMs, endedAtMs, events, rows, findings] = numbersIn(text)
  if (findings === undefined || rows === undefined || events === undefined) return undefined
  if (begunAtMs === undefined || endedAtMs === undefined) return undefined
  if (Math.max(begunAtMs, endedAtMs) > maxMs || Math.max(events, rows, findings) > Number.MAX_SAFE_INTEGER) {
    return undefined
  }
  return { begunAtMs, endedAtMs, events, rows, findings }
}

function numbersIn(text: string): readonly number[] {
  return /^\[\d+(,\d+){4}\]$/.test(text) ? text.slice(1, -1).split(',').map(Number) : []
}
