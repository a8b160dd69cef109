import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { coresUsed } from './process-usage.ts'

const run = promisify(execFile)

const script = `
local requests = {}
local next = 0
function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", "/router/rest", { ["content-type"] = "application/x-www-form-urlencoded" }, line)
  end
end
function request()
  next = next % #requests + 1
  return requests[next]
end
`

export type Load = Readonly<{
  requests: number
  requestsPerSecond: number
  failed: number
  /** The average number of cores that wrk used, and that each watched process used. */
  ownCores: number
  watchedCores: readonly number[]
}>

/** Prepares wrk to send the given bodies cyclically over 32 connections from one thread. */
export async function prepareLoad(
  folder: string,
  name: string,
  bodies: readonly string[],
): Promise<(url: string, seconds: number, watched?: readonly number[]) => Promise<Load>> {
  const scriptFile = join(folder, 'post.lua')
  const bodiesFile = join(folder, `${name}.txt`)
  await writeFile(scriptFile, script)
  await writeFile(bodiesFile, `${bodies.join('\n')}\n`)
  return async (url, seconds, watched = []) => {
    const running = run('wrk', ['-t1', '-c32', `-d${seconds}s`, '-s', scriptFile, url, '--', bodiesFile])
    const pid = running.child.pid
    if (pid === undefined) throw new Error('wrk did not start')
    // Ends before wrk does, since `/proc` has no data of ended processes.
    const [{ stdout }, [ownCores = 0, ...watchedCores]] = await Promise.all([
      running,
      coresUsed([pid, ...watched], seconds * 900),
    ])
    const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]
    const requests = /(\d+) requests in/.exec(stdout)?.[1]
    if (rate === undefined || requests === undefined) throw new Error(`unexpected output of wrk: ${stdout}`)
    const failed = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0)
    return { requests: Number(requests), requestsPerSecond: Number(rate), failed, ownCores, watchedCores }
  }
}

/** Sends calls until the compiler has seen enough of them, in turns of a second. */
export async function warmUp(url: string, load: Awaited<ReturnType<typeof prepareLoad>>): Promise<void> {
  for (let calls = 0; calls < warmUpCalls; ) calls += (await load(url, 1)).requests
}

/** Each of 5,000 bodies twice. */
const warmUpCalls = 10_000

/** The median. @throws Error for no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('no values')
  return middle
}
