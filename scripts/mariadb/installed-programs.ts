import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian and Red Hat put the provider of package galera-4. */
const galeraProviders = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']

/** @returns whether a server can be started here: `apt-get install mariadb-server` */
export function isMariadbInstalled(): boolean {
  return ['mariadbd', 'mariadb', 'mariadb-install-db'].every((name) => findProgram(name) !== undefined)
}

/** @returns whether a cluster can be started here: `apt-get install mariadb-server galera-4 rsync socat` */
export function isGaleraInstalled(): boolean {
  return isMariadbInstalled() && findGaleraProvider() !== undefined && findProgram('rsync') !== undefined
}

/** Whether suites on MariaDB are skipped here. Under YAOQUAN_SKIP_NOTHING=1, as `.ci/run` has it, they fail instead. */
export function skipsMariadb(): boolean {
  return !isMariadbInstalled() && maySkip
}

/** The same for suites on a cluster. */
export function skipsGalera(): boolean {
  return !isGaleraInstalled() && maySkip
}

/** The same for suites that need `mariadb-backup` too, which is a package of its own. */
export function skipsMariadbBackup(): boolean {
  return (!isMariadbInstalled() || findProgram('mariadb-backup') === undefined) && maySkip
}

const maySkip = process.env['YAOQUAN_SKIP_NOTHING'] !== '1'

/**
 * @returns the path of the library that replicates
 * @throws Error when it is not installed
 */
export function requireGaleraProvider(): string {
  const path = findGaleraProvider()
  if (path === undefined) throw new Error('galera-4 is not installed: apt-get install galera-4 rsync socat')
  return path
}

function findGaleraProvider(): string | undefined {
  return galeraProviders.find((path) => existsSync(path))
}

/** @throws Error when it is not installed */
export function requireProgram(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed: apt-get install mariadb-server`)
  return path
}

/** Servers stand in /usr/sbin, which is not on the path of an ordinary user. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
