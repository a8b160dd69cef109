import type { System } from './systems.ts'

/** The file that people start: it runs the command with the archive's own Node.js, from any folder and through links. */
export function launcherOf({ format }: Pick<System, 'format'>): Readonly<{ name: string; text: string }> {
  return format === 'zip'
    ? { name: 'yaoquan.cmd', text: batchFile.replaceAll('\n', '\r\n') }
    : { name: 'yaoquan', text: script }
}

/** Replaced by Node.js, which so gets every signal. */
const script = `#!/bin/sh
self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
here=$(CDPATH= cd "$(dirname "$self")" && pwd) || exit
exec "$here/node" "$here/lib/node_modules/yaoquan/bin/yaoquan.js" "$@"
`

/** Its exit code is that of the command. */
const batchFile = `@"%~dp0node.exe" "%~dp0lib\\node_modules\\yaoquan\\bin\\yaoquan.js" %*
`
