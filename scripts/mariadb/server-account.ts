import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'

/** mariadbd refuses to run as root and Galera's rsync fails as root, so as root servers run as user `mysql`. */
const isRoot = process.getuid?.() === 0

/** Arguments for mariadbd and mariadb-install-db. */
export const accountArguments: readonly string[] = isRoot ? ['--user=mysql'] : []

/** Makes the account of the servers the owner of a folder. */
export function giveToServerAccount(folder: string): void {
  if (!isRoot) return
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'mysql'], { encoding: 'utf8' }))
  chownSync(folder, idOf('-u'), idOf('-g'))
}
