import { parseTimestamp, type TopError } from '@yaoquan/protocol'

/**
 * How far the server's clock is ahead of this machine's, learned from a call that was refused for its timestamp: the
 * sandbox tells its clock in `sub_msg`, a server in production by the header `Date`. `taobao.time.get` cannot be asked
 * then, since its own timestamp would be refused as well.
 * @returns milliseconds; undefined for another error, and where no clock was told
 */
export function serverAheadMs(
  error: TopError,
  told: Readonly<{ date: string | undefined; nowMs: number }>,
): number | undefined {
  if (error.code !== invalidTimestamp) return undefined
  const inSandbox = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(error.subMsg ?? '')?.[0]
  const serverMs = inSandbox === undefined ? Date.parse(told.date ?? '') : parseTimestamp(inSandbox)
  return serverMs === undefined || Number.isNaN(serverMs) ? undefined : serverMs - told.nowMs
}

const invalidTimestamp = 31
