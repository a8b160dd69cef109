import { constants, fstatSync, openSync } from 'node:fs'

/**
 * Opens standard error so that writing to a full pipe, socket or terminal fails with EAGAIN. A write that waits would hold
 * a thread of the pool, and Node.js waits for these threads when it exits.
 * @returns the file descriptor; above 2, the caller closes it
 */
export function openStandardError(platform = process.platform): number {
  // Creating the stream makes the pipe or socket nonblocking; whoever shares it can undo that.
  const { fd } = process.stderr
  // Windows has no such flags, and may not tell what kind of file it is.
  if (platform === 'win32') return fd
  const stats = fstatSync(fd)
  if (!stats.isFIFO() && !stats.isCharacterDevice()) return fd
  try {
    // On Linux this gives the pipe or terminal a second description with flags of its own.
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return fd
  }
}
