import { setTimeout as delay } from 'node:timers/promises'
import { askConsole, firstSignIn } from './console.ts'
import { longPatienceMs } from './patience.ts'

/** A job as the console's interface shows it; tests name what they care about. */
export type ShownJob = Readonly<{
  job_id: string
  state: string
  given: number
  total: number
  pending: number
  done: number
  unchanged: number
  refused: number
  preview: Readonly<{ will_change: number } & Record<string, unknown>>
}> &
  Readonly<Record<string, unknown>>

export type JobAnswer = Readonly<{
  status: number
  result: Readonly<
    { success?: boolean; error_code?: string; job?: ShownJob; next_cursor?: string } & Record<string, unknown>
  >
}>

/** An operator at the console who works with jobs. */
export type JobOperator = Readonly<{
  call(method: string, body: object): Promise<JobAnswer>
  /** Calls a method that must succeed with a job. */
  job(method: string, body: object): Promise<ShownJob>
  get(jobId: string): Promise<ShownJob>
  /** Waits until a job is in a state, or done with it. */
  until(jobId: string, isSo: (job: ShownJob) => boolean): Promise<ShownJob>
  /** Every item, page by page. */
  items(jobId: string, state?: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Downloads the refused rows of a file. */
  badRows(requested: object): Promise<Response>
}>

/** Rows of a file, as an import is given them. */
export function rowsFrom(firstLine: number, cells: readonly Readonly<Record<string, string>>[]): readonly object[] {
  return cells.map((row, index) => ({
    line: firstLine + index,
    fields: Object.entries(row).map(([name, value]) => ({ name, value })),
  }))
}

const password = 'correct horse battery'

/** Signs an operator in for the first time. */
export async function jobOperator(url: string, name: string, oneTime: string): Promise<JobOperator> {
  return operatorWith(url, await firstSignIn(url, name, oneTime, password))
}

/** @param cookie of a session, which other servers on the store accept too */
export function operatorWith(url: string, cookie: string): JobOperator {
  const call = async (method: string, body: object): Promise<JobAnswer> => {
    const reply = await askConsole(url, `yaoquan.console.job.${method}`, { cookie, body })
    const { result, error_response } = reply.body as { result?: JobAnswer['result']; error_response?: object }
    if (result === undefined && reply.status === 200) throw new Error(JSON.stringify(error_response))
    return { status: reply.status, result: result ?? {} }
  }
  const job = async (method: string, body: object): Promise<ShownJob> => {
    const { result } = await call(method, body)
    if (result.job === undefined || result.success !== true) throw new Error(`${method}: ${JSON.stringify(result)}`)
    return result.job
  }
  const get = (jobId: string) => job('get', { job_id: jobId })
  return {
    call,
    job,
    get,
    async until(jobId, isSo) {
      const endMs = Date.now() + longPatienceMs
      for (;;) {
        const found = await get(jobId)
        if (isSo(found)) return found
        if (Date.now() > endMs) throw new Error(`the job is still ${JSON.stringify(found)}`)
        await delay(50)
      }
    },
    badRows(requested) {
      const headers = { 'x-yaoquan-console': '1', 'content-type': 'application/json', cookie }
      return fetch(`${url}/console/api/bad-rows`, { method: 'POST', headers, body: JSON.stringify(requested) })
    },
    async items(jobId, state) {
      const all: Readonly<Record<string, unknown>>[] = []
      let cursor: string | undefined
      do {
        const { result } = await call('items', { job_id: jobId, state, cursor, limit: 1000 })
        all.push(...(result['items'] as Readonly<Record<string, unknown>>[]))
        cursor = result.next_cursor
      } while (cursor !== undefined)
      return all
    },
  }
}
