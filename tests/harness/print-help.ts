import { buildProgram } from '../../packages/cli/src/program.ts'

type Command = ReturnType<typeof buildProgram>

/** Prints the help of every command as JSON, each with the words of the command, in the language of its environment. */
process.stdout.write(JSON.stringify(helpsOf(buildProgram(), 'yaoquan')))

function helpsOf(command: Command, path: string): readonly (readonly [path: string, help: string])[] {
  const inner = command.commands.flatMap((one) => helpsOf(one, `${path} ${one.name()}`))
  return [[path, helpOf(command)], ...inner]
}

/** The whole help as `--help` prints it, with what `addHelpText` adds. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut(piece) {
      text += piece
    },
    getOutHelpWidth: () => 100,
  })
  command.outputHelp()
  return text
}
