import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cleanUpAtExit } from './clean-up-at-exit.ts'
import { requireProgram } from './installed-programs.ts'
import { accountArguments, giveToServerAccount } from './server-account.ts'

export type ServerFolder = Readonly<{ path: string; remove: () => void }>

/** Creates a temporary folder that servers can write; it is removed at exit if not before. */
export function createServerFolder(parent = tmpdir()): ServerFolder {
  const path = mkdtempSync(join(parent, 'yaoquan-mariadb-'))
  giveToServerAccount(path)
  const removeFolder = () => rmSync(path, { recursive: true, force: true })
  const unregister = cleanUpAtExit(removeFolder)
  return {
    path,
    remove() {
      removeFolder()
      unregister()
    },
  }
}

/** Creates the system tables of a new server. `root` needs no password on its socket. */
export async function createDataFolder(dataDir: string): Promise<void> {
  const options = [`--datadir=${dataDir}`, '--auth-root-authentication-method=normal', '--skip-test-db']
  const program = requireProgram('mariadb-install-db')
  await promisify(execFile)(program, ['--no-defaults', ...options, ...accountArguments], { timeout: 600_000 })
}

/** Copies the data of a server that was shut down regularly. */
export async function copyDataFolder(from: string, to: string): Promise<void> {
  // `cp -a` keeps the owner, which the file functions of Node.js do not.
  await promisify(execFile)('cp', ['-a', from, to])
}
