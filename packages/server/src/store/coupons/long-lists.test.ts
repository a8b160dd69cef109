import { join } from 'node:path'
import { longListsContract } from '../contract/long-lists-contract.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { migrate } from '../migrations/migrate.ts'
import { migrations } from '../migrations/migrations.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'

const folder = temporaryFolder()

longListsContract('SQLite', async () => {
  const engine = await openSqliteEngine(join(folder, 'lists.db'))
  await migrate(engine, sqliteProfile, migrations)
  return engine
})
