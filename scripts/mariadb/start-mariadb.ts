import { findFreePorts } from './free-ports.ts'
import { createNode, type MariadbNode } from './mariadb-node.ts'
import { placesOf } from './node-settings.ts'
import { createDataFolder, createServerFolder } from './server-folder.ts'

/** A MariaDB server on 127.0.0.1, with a user `app` (password `app`) with all rights. */
export type Mariadb = Readonly<{
  node: MariadbNode
  /** @returns `mysql://app:app@127.0.0.1:PORT/schema`; the schema need not exist */
  url(schema: string): string
  /** Creates a new empty schema. @returns its URL */
  createSchema(): Promise<string>
  /** Kills the server and removes its folder. */
  stop(): Promise<void>
}>

/** The statement that creates the user `app`. */
export const createAppUser = "CREATE USER app@'%' IDENTIFIED BY 'app'; GRANT ALL ON *.* TO app@'%'"

/**
 * Starts a server with an empty data folder, which takes one to two seconds.
 * @param settings further lines of its settings file
 * @param parent of its folder
 * @throws Error if MariaDB is not installed (see isMariadbInstalled) or does not start
 */
export async function startMariadb(settings: readonly string[] = [], parent?: string): Promise<Mariadb> {
  const folder = createServerFolder(parent)
  const [port = 0] = await findFreePorts(1)
  const node = createNode({ name: 'single', folder: folder.path, port }, settings)
  await createDataFolder(placesOf(node).dataDir)
  await node.start()
  await node.sql(createAppUser)
  const url = (schema: string) => `mysql://app:app@127.0.0.1:${port}/${schema}`
  let schemas = 0
  return {
    node,
    url,
    async createSchema() {
      schemas += 1
      await node.sql(`CREATE DATABASE schema${schemas}`)
      return url(`schema${schemas}`)
    },
    async stop() {
      await node.kill()
      folder.remove()
    },
  }
}
