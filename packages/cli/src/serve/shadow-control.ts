import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { controlOfShadow, watchControlFile } from './control-file.ts'

/**
 * Resolves at `yaoquan shadow stop` for the shadow run of a port; the command waits until this process exits. Never without a data folder, or
 * where its disk refuses: signals end the shadow then.
 */
export async function shadowStopped(dataDir: string | undefined, port: number): Promise<void> {
  if (dataDir === undefined || !(await hasFolder(dataDir))) return new Promise(() => undefined)
  const { stopped, close } = watchControlFile(controlOfShadow(dataDir, port), () => undefined)
  process.once('exit', close)
  return stopped
}

/** Makes the folder of shadow runs in a data folder that exists. */
async function hasFolder(dataDir: string): Promise<boolean> {
  try {
    await stat(dataDir)
    await mkdir(dirname(controlOfShadow(dataDir, 0)), { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
