import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, lutimesSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that an archive holds under its own name. */
type Content = Readonly<{
  /** Absolute path of the folder above it. */
  parent: string
  name: string
  /** Epoch seconds: the time of every entry. */
  seconds: number
}>

/**
 * Writes a folder as an archive whose bytes depend on names, contents and the given time only: entries are sorted, and belong to nobody.
 * Needs GNU tar and gzip, or zip.
 * @param archive absolute path of the file, which must not exist
 */
export function writeArchive(archive: string, format: 'tar.gz' | 'zip', content: Content): void {
  if (format === 'zip') writeZip(archive, content)
  else writeTar(archive, content)
}

function writeTar(archive: string, { parent, name, seconds }: Content): void {
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX']
  const order = ['--format=ustar', '--sort=name', `--mtime=@${seconds}`]
  // Without its own name and time in the head of the file.
  run('tar', ['--create', `--file=${archive}`, '--use-compress-program=gzip -n', ...order, ...owner, name], parent)
}

/** The program takes times, in the zone of its environment, and modes from the files. Windows has no use for modes. */
function writeZip(archive: string, { parent, name, seconds }: Content): void {
  const inside = readdirSync(join(parent, name), { recursive: true, withFileTypes: true })
  const paths = inside.map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths) lutimesSync(path, seconds, seconds)
  const files = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of files) chmodSync(path, 0o644)
  const names = files.map((path) => path.slice(parent.length + 1)).toSorted()
  run('zip', ['-q', '-X', '-D', archive, '-@'], parent, `${names.join('\n')}\n`)
}

function run(program: string, args: readonly string[], cwd: string, input = ''): void {
  const { error, status, stderr } = spawnSync(program, args, {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  })
  if (error !== undefined) throw new Error(`${program} is needed to write ${args.join(' ')}`, { cause: error })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

/** Time of the commit of a repository that is checked out, epoch seconds. */
export function commitSeconds(root: string): number {
  return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }))
}
