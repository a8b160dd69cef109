import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export { type Brand, brand } from '../src/brand/brand.ts'

const program = fileURLToPath(new URL('./print-script.ts', import.meta.url))
const maxScriptBytes = 16 * 1024 * 1024
const timeoutMs = 60_000

/**
 * Bundles a script in a separate process. The bundler's native threads keep a process alive after its main thread has
 * ended, so a server that loaded it could not stop.
 * @param name a file of `src/entries`, without `.ts`
 * @returns its text; undefined if there is no such script
 * @throws Error if the bundler fails or takes longer than a minute
 */
export async function readScript(name: string): Promise<string | undefined> {
  const { stdout } = await run(process.execPath, [program, name], {
    maxBuffer: maxScriptBytes,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  return stdout === '' ? undefined : stdout
}

const run = promisify(execFile)
