import { execFile, spawnSync } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { promisify } from 'node:util'
import { it } from 'vitest'

const run = promisify(execFile)

/** Java programs of tests end before optimised code, and more threads to collect garbage, have paid for themselves. */
const shortLived = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

/**
 * A test that drives programs of the host. Where one is missing the test is skipped and its name says for want of what;
 * under YAOQUAN_SKIP_NOTHING=1, as `.ci/run` has it, it fails instead.
 */
export function itNeeds(programs: readonly string[], promise: string, test: () => Promise<void>) {
  const missing = programs.filter((program) => !isInstalled(program))
  const isSkipped = missing.length > 0 && process.env['YAOQUAN_SKIP_NOTHING'] !== '1'
  const name = isSkipped ? `${promise} (skipped: no ${missing.join(', ')} here)` : promise
  it.skipIf(isSkipped)(name, test)
}

/**
 * Runs a program to its end, on a host west of GMT+8: nothing of ours may lean on the host's zone.
 * Asynchronous, since the server it calls may live in this process.
 * @returns what it printed
 * @throws with all it printed if it fails
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: Readonly<{ cwd: string; env?: Readonly<Record<string, string>> }>,
): Promise<string> {
  // The repository's Node.js before the host's.
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`
  // Older Java writes by the locale, and a bare machine has none that knows Chinese.
  const host = { TZ: 'America/Los_Angeles', LC_ALL: 'C.UTF-8', PATH: path, JAVA_TOOL_OPTIONS: shortLived }
  const env = { ...process.env, ...host, ...options.env }
  const { stdout } = await run(program, [...args], { cwd: options.cwd, env, maxBuffer: 64 << 20 })
  return stdout
}

const found = new Map<string, boolean>()

function isInstalled(program: string): boolean {
  const known = found.get(program) ?? spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  found.set(program, known)
  return known
}
