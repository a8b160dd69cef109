import { join } from 'node:path'

/** The name, folder and client port of a node. All its files are below the folder. */
export type NodePlace = Readonly<{ name: string; folder: string; port: number }>

/** The paths of a node's files. */
export const placesOf = ({ name, folder }: NodePlace) => ({
  dataDir: join(folder, name),
  settings: join(folder, `${name}.cnf`),
  socket: join(folder, `${name}.sock`),
  errorLog: join(folder, `${name}.log`),
})

/** The settings file of a server for tests: small on disk, durable as in production. */
export function nodeSettings(place: NodePlace, more: readonly string[] = []): string {
  const { dataDir, socket, errorLog } = placesOf(place)
  const lines = [
    '[mariadbd]',
    `datadir=${dataDir}`,
    `socket=${socket}`,
    `log-error=${errorLog}`,
    `port=${place.port}`,
    'bind-address=127.0.0.1',
    'skip-name-resolve',
    'character-set-server=utf8mb4',
    'collation-server=utf8mb4_bin',
    'innodb_flush_log_at_trx_commit=1',
    'innodb_buffer_pool_size=64M',
    'innodb_log_file_size=32M',
    'max_connections=200',
    ...more,
  ]
  return `${lines.join('\n')}\n`
}
