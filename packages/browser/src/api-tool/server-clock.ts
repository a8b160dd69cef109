import { parseTimestamp, type TopError } from '@yaoquan/protocol'

/**
 * How far the server's clock is ahead of this machine's, computed from a call whose timestamp was refused: the sandbox
 * reports its time in `sub_msg`, a production server in the `Date` header. A call of `taobao.time.get` would be refused
 * for its timestamp as well.
 * @param answer.date the `Date` header
 * @param answer.nowMs this machine's time in epoch milliseconds
 * @returns milliseconds; undefined for another error or if the answer contains no time
 */
export function serverAheadMs(
  error: TopError,
  answer: Readonly<{ date: string | undefined; nowMs: number }>,
): number | undefined {
  if (error.code !== invalidTimestamp) return undefined
  const inSandbox = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(error.subMsg ?? '')?.[0]
  const serverMs = inSandbox === undefined ? Date.parse(answer.date ?? '') : parseTimestamp(inSandbox)
  return serverMs === undefined || Number.isNaN(serverMs) ? undefined : serverMs - answer.nowMs
}

const invalidTimestamp = 31
