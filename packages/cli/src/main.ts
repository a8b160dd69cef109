import { buildProgram } from './program.ts'
import { printFault } from './terminal/output.ts'
import { reportFault } from './terminal/report-fault.ts'

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0 done, 1 the operation failed, 2 bad usage
 */
export async function main(args: readonly string[]): Promise<number> {
  stopWithParent()
  leaveQuietlyWhenReaderLeaves()
  try {
    await buildProgram().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    return reportFault(error)
  }
}

/** Started by an older Node (bin/yaoquan.js): that process passes signals on, but cannot when it is killed. */
function stopWithParent(): void {
  if (process.env['YAOQUAN_STOP_WITH_PARENT'] !== '1' || process.channel === undefined) return
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

/** `yaoquan query … | head` closes our output early; that is no fault. A full disk is. */
function leaveQuietlyWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    printFault(`无法写入标准输出: ${error.code ?? error.message} (cannot write to standard output)`)
    process.exit(1)
  })
}
