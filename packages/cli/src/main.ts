import type { Command } from 'commander'
import { printFault, say } from './terminal/output.ts'

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0 success, 1 failure, 2 wrong usage
 */
export async function main(args: readonly string[]): Promise<number> {
  stopWithParent()
  leaveQuietlyWhenReaderLeaves()
  try {
    const ordered = behindNames(args)
    if (ordered[0] !== 'serve') (await import('./profiles/apply-profile.ts')).applyProfile(ordered, process.env)
    const program = await programFor(ordered)
    await program.parseAsync(ordered, { from: 'user' })
    return 0
  } catch (error) {
    const { reportFault } = await import('./terminal/report-fault.ts')
    return reportFault(error)
  }
}

/** `yaoquan --json seller list` and `yaoquan seller --json list`: the flag goes behind the names of the command, before other flags. */
function behindNames(args: readonly string[]): readonly string[] {
  const flag = args.findIndex((word) => word.startsWith('-') && word !== '--json')
  const names = flag < 0 ? args : args.slice(0, flag)
  if (!names.includes('--json')) return args
  return [...names.filter((word) => word !== '--json'), '--json', ...args.slice(names.length)]
}

/** `serve` loads no other command: both of its processes load the program, one after the other, before the first call. */
async function programFor([command]: readonly string[]): Promise<Command> {
  if (command !== 'serve') return (await import('./program.ts')).buildProgram()
  const [{ createRootCommand }, { addServe }] = await Promise.all([
    import('./root-command.ts'),
    import('./commands/serve.ts'),
  ])
  const program = createRootCommand()
  addServe(program)
  return program
}

/** Stops when an older Node that started this process (bin/yaoquan.js) is killed and so cannot forward a signal. */
function stopWithParent(): void {
  if (process.env['YAOQUAN_STOP_WITH_PARENT'] !== '1' || process.channel === undefined) return
  // Not sent to itself: on Windows that ends a process immediately.
  process.once('disconnect', () => process.emit('SIGTERM', 'SIGTERM') || process.exit(143))
  process.channel?.unref()
}

/** Exits without an error when a reader such as `head` closes standard output early. Other write errors, such as a full disk, fail. */
function leaveQuietlyWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    printFault(`${say('无法写入标准输出', 'cannot write to standard output')}: ${error.code ?? error.message}`)
    process.exit(1)
  })
}
