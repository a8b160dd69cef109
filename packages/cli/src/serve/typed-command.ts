import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The words with which a person starts the command in a folder: from an offline archive its launcher, which lies beside Node.js
 * (scripts/offline/launcher.ts); otherwise through npx.
 */
export function typedCommand(
  { execPath, platform }: Readonly<{ execPath: string; platform: string }>,
  folder: string,
): readonly string[] {
  const archive = dirname(execPath)
  const name = platform === 'win32' ? 'yaoquan.cmd' : 'yaoquan'
  const launcher = join(archive, name)
  if (!existsSync(launcher) || !existsSync(join(archive, 'lib/node_modules/yaoquan'))) return ['npx', 'yaoquan']
  if (archive !== folder) return [launcher]
  return [platform === 'win32' ? `.\\${name}` : `./${name}`]
}
