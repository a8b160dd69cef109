import type { Migration } from '#database/migrate'
import type { SqlTransaction } from '#database/sql-engine'

/**
 * Settings of apps: grants, charset, masked phones, and a second secret while one is exchanged. Apps that stand keep what they
 * could do, voiding whole templates included.
 */
export const addAppSettings: Migration = {
  version: 4,
  statements: ({ binary }) => [
    "ALTER TABLE app ADD COLUMN preset VARCHAR(32) NOT NULL DEFAULT 'full'",
    'ALTER TABLE app ADD COLUMN denied_methods TEXT',
    "ALTER TABLE app ADD COLUMN wire_charset VARCHAR(16) NOT NULL DEFAULT 'utf-8'",
    'ALTER TABLE app ADD COLUMN masks_phones INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE app ADD COLUMN secret_set_at_ms BIGINT NOT NULL DEFAULT 0',
    `ALTER TABLE app ADD COLUMN old_secret_sealed ${binary(512)}`,
    'ALTER TABLE app ADD COLUMN old_secret_ends_at_ms BIGINT',
    'ALTER TABLE app ADD COLUMN old_secret_used_at_ms BIGINT',
    'ALTER TABLE app ADD COLUMN version BIGINT NOT NULL DEFAULT 1',
    'UPDATE app SET secret_set_at_ms = created_at_ms WHERE secret_set_at_ms = 0',
  ],
  convert: grantListedMethods,
}

/** An app with a list of methods has exactly these, and mass void where it may void. */
async function grantListedMethods(transaction: SqlTransaction): Promise<void> {
  const apps = await transaction.all("SELECT app_key, allowed_methods FROM app WHERE allowed_methods <> '[]'", [])
  for (const [appKey, methods] of apps) {
    const listed: unknown = JSON.parse(String(methods))
    if (!Array.isArray(listed)) throw new Error('a list column that holds no list')
    const names = new Set(listed.map(String))
    if (names.has('yaoquan.coupon.void')) names.add('coupon.void.mass')
    const values = [JSON.stringify([...names]), String(appKey)]
    await transaction.run("UPDATE app SET preset = 'none', allowed_methods = ? WHERE app_key = ?", values)
  }
}
