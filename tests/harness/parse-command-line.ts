import type { Command } from 'commander'
import { buildProgram } from '../../packages/cli/src/program.ts'

/**
 * Parses a line as the command would, and runs nothing.
 * @param line beginning with `yaoquan`
 * @throws CommanderError if a command, an option or an argument is unknown or missing
 */
export async function parseCommandLine(line: string): Promise<void> {
  const program = buildProgram()
  muteActions(program)
  await program.parseAsync(wordsOf(line).slice(1), { from: 'user' })
}

/** Parses options and arguments, and does nothing. */
function muteActions(command: Command): void {
  if (command.commands.length === 0) command.action(() => undefined)
  for (const inner of command.commands) muteActions(inner)
}

/** Words of a line as a shell parts them, without substitutions. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  )
}
