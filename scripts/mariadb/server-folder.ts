import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cleanUpAtExit } from './clean-up-at-exit.ts'
import { requireProgram } from './installed-programs.ts'
import { accountArguments, giveToServerAccount } from './server-account.ts'

export type ServerFolder = Readonly<{ path: string; remove: () => void }>

/** A new folder below the system's temporary one that servers may write; removed at exit if not before. */
export function createServerFolder(): ServerFolder {
  const path = mkdtempSync(join(tmpdir(), 'yaoquan-mariadb-'))
  giveToServerAccount(path)
  const removeFolder = () => rmSync(path, { recursive: true, force: true })
  const takeBack = cleanUpAtExit(removeFolder)
  return {
    path,
    remove() {
      removeFolder()
      takeBack()
    },
  }
}

/** Makes the system tables of a server that has none yet; `root` needs no password on its own socket. */
export async function createDataFolder(dataDir: string): Promise<void> {
  const options = [`--datadir=${dataDir}`, '--auth-root-authentication-method=normal', '--skip-test-db']
  const program = requireProgram('mariadb-install-db')
  await promisify(execFile)(program, ['--no-defaults', ...options, ...accountArguments], { timeout: 120_000 })
}

/** Copies the data of a server that has ended in good order. */
export async function copyDataFolder(from: string, to: string): Promise<void> {
  // With its owner, which the file functions of Node.js leave behind.
  await promisify(execFile)('cp', ['-a', from, to])
}
