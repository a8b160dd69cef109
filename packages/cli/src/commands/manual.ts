import type { Command, Option } from 'commander'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/output'
import { wrapped } from '#terminal/table'

/** `yaoquan man`: the manual page of this version. */
export function addManual(program: Command): void {
  program
    .command('man')
    .description(say('输出手册页，供 man 显示', 'print the manual page, for man to show'))
    .addHelpText('after', notes)
    .action(() => void process.stdout.write(manualPage(program)))
}

const notes = helpNotes({
  notes: say(
    '以 npm install --global 安装后，man yaoquan 显示英文的手册页。',
    'After npm install --global, man yaoquan shows it too.',
  ),
  examples: ['yaoquan man | man -l -', 'yaoquan man > ~/.local/share/man/man1/yaoquan.1'],
})

/** The manual page of all commands in the language of this process, as `man` reads it. The same program makes the same bytes. */
export function manualPage(program: Command): string {
  return [
    `.TH YAOQUAN 1 "" "yaoquan ${program.version()}" ""`,
    // Hyphens at ends of lines would look like those of flags.
    '.nh',
    heading(say('名称', 'NAME')),
    `yaoquan \\- ${escaped(program.description())}`,
    heading(say('用法', 'SYNOPSIS')),
    '.B yaoquan',
    escaped('[command] [options]'),
    ...preformatted(notesOf(program)),
    heading(say('命令', 'COMMANDS')),
    ...program.commands.flatMap((command) => sections(command, 'yaoquan')),
    '',
  ].join('\n')
}

function heading(text: string): string {
  return `.SH ${text}`
}

/** A section for a command, and one for each below it. Groups of commands have none of their own. */
function sections(command: Command, parent: string): readonly string[] {
  const path = `${parent} ${command.name()}`
  const help = command.createHelp()
  const below = help.visibleCommands(command).filter((one) => one.name() !== 'help')
  if (below.length > 0) return below.flatMap((one) => sections(one, path))
  const usage = `${path} ${command.usage()}`
  return [
    `.SS "${escaped(usage).replaceAll('"', '\\(dq')}"`,
    ...paragraph(command.description()),
    ...help.visibleArguments(command).flatMap((argument) => term(argument.name(), help.argumentDescription(argument))),
    ...help
      .visibleOptions(command)
      .filter(isOwn)
      .flatMap((option) => term(option.flags, help.optionDescription(option))),
    ...preformatted(notesOf(command)),
  ]
}

/** `--help` is everywhere. */
function isOwn({ long }: Option): boolean {
  return long !== '--help'
}

function term(name: string, description: string): readonly string[] {
  return ['.TP', `.B ${escaped(name)}`, ...paragraph(description)]
}

/** Chinese has lines of its own, since `man` breaks none between Chinese characters. */
function paragraph(text: string): readonly string[] {
  if (!/\p{Script=Han}/u.test(text)) return [escaped(text.replaceAll('\n', ' '))]
  return wrapped(text, chineseWidth)
    .split('\n')
    .flatMap((line, place) => (place === 0 ? [escaped(line)] : ['.br', escaped(line)]))
}

const chineseWidth = 64

function preformatted(text: string): readonly string[] {
  return text === '' ? [] : ['.PP', '.nf', ...text.split('\n').map(escaped), '.fi']
}

/** What follows the options in the help of a command. */
function notesOf(command: Command): string {
  let text = ''
  const { writeOut, ...output } = command.configureOutput()
  command.configureOutput({
    writeOut(piece) {
      text += piece
    },
  })
  command.outputHelp()
  command.configureOutput({ ...output, ...(writeOut === undefined ? {} : { writeOut }) })
  return text.slice(command.helpInformation().length).trim()
}

/** Neither a backslash nor the first character of a line is a request to `man`; hyphens stay hyphens. */
function escaped(line: string): string {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&')
}
