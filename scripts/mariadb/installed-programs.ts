import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The paths of the library of package galera-4 on Debian and Red Hat. */
const galeraProviders = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']

/** Whether MariaDB is installed: `apt-get install mariadb-server`. */
export function isMariadbInstalled(): boolean {
  return ['mariadbd', 'mariadb', 'mariadb-install-db'].every((name) => findProgram(name) !== undefined)
}

/** Whether Galera is installed: `apt-get install mariadb-server galera-4 rsync socat`. */
export function isGaleraInstalled(): boolean {
  return isMariadbInstalled() && findGaleraProvider() !== undefined && findProgram('rsync') !== undefined
}

/** Whether to skip suites on MariaDB. With YAOQUAN_SKIP_NOTHING=1, which `.ci/run` sets, they fail instead. */
export function skipsMariadb(): boolean {
  return !isMariadbInstalled() && maySkip
}

/** Whether to skip suites on a Galera cluster. */
export function skipsGalera(): boolean {
  return !isGaleraInstalled() && maySkip
}

/** Whether to skip suites that also need `mariadb-backup`, which is a separate package. */
export function skipsMariadbBackup(): boolean {
  return (!isMariadbInstalled() || findProgram('mariadb-backup') === undefined) && maySkip
}

const maySkip = process.env['YAOQUAN_SKIP_NOTHING'] !== '1'

/**
 * The path of the Galera library.
 * @throws Error if it is not installed
 */
export function requireGaleraProvider(): string {
  const path = findGaleraProvider()
  if (path === undefined) throw new Error('galera-4 is not installed: apt-get install galera-4 rsync socat')
  return path
}

function findGaleraProvider(): string | undefined {
  return galeraProviders.find((path) => existsSync(path))
}

/**
 * The path of a program.
 * @throws Error if it is not installed
 */
export function requireProgram(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed: apt-get install mariadb-server`)
  return path
}

/**
 * Also searches /usr/sbin, which is not on the PATH of ordinary users.
 * @returns the path of a program; undefined if it is not installed
 */
export function findProgram(name: string): string | undefined {
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
