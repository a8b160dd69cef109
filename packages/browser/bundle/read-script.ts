import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export { type Brand, brand } from '../src/brand/brand.ts'

const program = fileURLToPath(new URL('./print-script.ts', import.meta.url))
const maxScriptBytes = 16 * 1024 * 1024
const timeoutMs = 60_000

/** Scripts that servers of this process read. */
const bundled = new Map<string, Promise<string | undefined>>()

/**
 * Bundles a script, once in the life of this process.
 * @param name a file of `src/entries`, without `.ts`
 * @returns its text; undefined if there is no such script
 * @throws Error if the bundler fails or takes longer than a minute
 */
export async function readScript(name: string): Promise<string | undefined> {
  const reading = bundled.get(name) ?? bundle(name)
  bundled.set(name, reading)
  try {
    const text = await reading
    if (text === undefined) bundled.delete(name)
    return text
  } catch (error) {
    bundled.delete(name)
    throw error
  }
}

/**
 * In a separate process: the bundler's native threads keep a process alive after its main thread has ended, so a server that loaded it
 * could not stop.
 */
async function bundle(name: string): Promise<string | undefined> {
  const { stdout } = await run(process.execPath, [program, name], {
    maxBuffer: maxScriptBytes,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  return stdout === '' ? undefined : stdout
}

const run = promisify(execFile)
