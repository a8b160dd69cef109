import { execFileSync } from 'node:child_process'
import { cpSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Copies the repository as it is on the disk, uncommitted changes included, and makes the copy a git repository with one
 * commit. Its installed packages are links to those of the original; the packages of the workspace are its own.
 * @param root absolute path of the repository
 * @param folder absolute path of the copy; must not exist
 */
export function copyRepository(root: string, folder: string): void {
  mkdirSync(folder)
  for (const path of listFiles(root)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
  linkModules(join(root, 'node_modules'), join(folder, 'node_modules'))
  git(folder, 'init', '--quiet')
  git(folder, 'add', '--all')
  git(folder, ...anybody, 'commit', '--quiet', '--message', 'Copy')
}

/** Every file that git tracks or would track and that was not deleted. */
function listFiles(root: string): readonly string[] {
  const [known, deleted] = [['--cached', '--others', '--exclude-standard'], ['--deleted']].map((flags) =>
    git(root, 'ls-files', '-z', ...flags)
      .split('\0')
      .filter((path) => path !== ''),
  )
  return [...new Set(known)].filter((path) => !deleted?.includes(path))
}

/**
 * Links of the original stay as they are, because they are relative: `.bin` and the workspace's own packages then lead to
 * the copy. Everything else leads to the original.
 */
function linkModules(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') && name !== '.bin') continue
    const source = join(from, name)
    if (lstatSync(source).isSymbolicLink()) symlinkSync(readlinkSync(source), join(to, name))
    else if (name === '.bin' || name === '@yaoquan') linkModules(source, join(to, name))
    else symlinkSync(resolve(source), join(to, name))
  }
}

const anybody = ['-c', 'user.name=copy', '-c', 'user.email=copy@localhost']

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}
