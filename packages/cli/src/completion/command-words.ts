import type { Command } from 'commander'

/** What may follow the name of a command: names of its subcommands, and its flags. */
export type CommandWords = Readonly<{
  /** Names from the root, for example `['coupon', 'redeem']`; none for the root. */
  path: readonly string[]
  words: readonly string[]
  /** The values of flags that take one of a few. */
  choices: Readonly<Record<string, readonly string[]>>
}>

/** The words of a command and of all below it. Hidden flags and commands are left out; aliases are commands like others. */
export function commandWords(command: Command, path: readonly string[] = []): readonly CommandWords[] {
  const help = command.createHelp()
  const below = help.visibleCommands(command).filter((one) => one.name() !== 'help')
  const options = help.visibleOptions(command)
  const flags = options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long]))
  const withChoices = options.filter(({ argChoices }) => argChoices !== undefined)
  const names = (one: Command) => [one.name(), ...one.aliases()]
  return [
    {
      path,
      words: [...below.flatMap(names), ...flags],
      choices: Object.fromEntries(withChoices.map(({ long, argChoices = [] }) => [long ?? '', argChoices])),
    },
    ...below.flatMap((one) => names(one).flatMap((name) => commandWords(one, [...path, name]))),
  ]
}
