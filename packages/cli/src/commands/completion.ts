import { Argument, type Command } from 'commander'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/output'

/** `yaoquan completion SHELL`: prints the script by which a shell completes commands and flags of this version. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description(say('输出命令与选项的自动补全脚本', 'print the script that completes commands in a shell'))
    .addArgument(new Argument('<shell>', say('终端', 'shell')).choices(shells))
    .addHelpText('after', notes)
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, commandWords(program)))
    })
}

const notes = helpNotes({
  notes: say(
    `写入各终端的启动文件:
  bash        ~/.bashrc: source <(yaoquan completion bash)
  zsh         ~/.zshrc: source <(yaoquan completion zsh)
  fish        ~/.config/fish/config.fish: yaoquan completion fish | source
  PowerShell  $PROFILE: yaoquan completion powershell | Out-String | Invoke-Expression`,
    `Put it into the start file of your shell:
  bash        ~/.bashrc: source <(yaoquan completion bash)
  zsh         ~/.zshrc: source <(yaoquan completion zsh)
  fish        ~/.config/fish/config.fish: yaoquan completion fish | source
  PowerShell  $PROFILE: yaoquan completion powershell | Out-String | Invoke-Expression`,
  ),
  examples: ['yaoquan completion bash'],
})

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
type Shell = (typeof shells)[number]

/** The script that completes the command in a shell. It has all words in it, so that a key press starts no program. */
export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  return writers[shell](commands)
}

const writers: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: (commands) => `autoload -U +X compinit bashcompinit && compinit && bashcompinit\n${bashScript(commands)}`,
  fish: fishScript,
  powershell: powershellScript,
}

/** Names, flags and choices consist of letters, digits, dots and hyphens, so that no shell needs them quoted. */
function plain(words: readonly string[]): string {
  const odd = words.find((word) => !/^[\w.-]+$/.test(word))
  if (odd !== undefined) throw new TypeError(`${odd} would need quotes`)
  return words.join(' ')
}

const pathOf = ({ path }: CommandWords) => path.join('/')
const choicesOf = (command: CommandWords) =>
  Object.entries(command.choices).map(([flag, values]) => ({ at: `${pathOf(command)} ${flag}`, values }))

function bashScript(commands: readonly CommandWords[]): string {
  const lines = commands.map((command) => `    '${pathOf(command)}') words='${plain(command.words)}' ;;`)
  const values = commands.flatMap(choicesOf).map(({ at, values: of }) => `    '${at}') words='${plain(of)}' ;;`)
  return `_yaoquan_words() {
  case "$1" in
${lines.join('\n')}
    *) return 1 ;;
  esac
}
_yaoquan_choices() {
  case "$1" in
${values.join('\n')}
    *) return 1 ;;
  esac
}
_yaoquan() {
  local path='' word words next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    next="\${path:+$path/}$word"
    if _yaoquan_words "$next"; then path="$next"; fi
  done
  if ! _yaoquan_choices "$path \${COMP_WORDS[COMP_CWORD - 1]}"; then _yaoquan_words "$path"; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _yaoquan yaoquan
`
}

function fishScript(commands: readonly CommandWords[]): string {
  const paths = commands.map(pathOf).filter((path) => path !== '')
  const lines = commands.flatMap((command) => {
    const at = `complete -c yaoquan -n '__yaoquan_at "${pathOf(command)}"'`
    const names = command.words.filter((word) => !word.startsWith('--'))
    const flags = command.words.filter((word) => word.startsWith('--'))
    return [
      ...(names.length === 0 ? [] : [`${at} -f -a '${plain(names)}'`]),
      ...flags.map((flag) => {
        const values = command.choices[flag]
        return `${at} -l ${flag.slice(2)}${values === undefined ? '' : ` -x -a '${plain(values)}'`}`
      }),
    ]
  })
  return `function __yaoquan_at
  set -l at ''
  for word in (commandline -opc)[2..]
    set -l next (string trim -l -c / -- "$at/$word")
    contains -- $next ${paths.join(' ')}; and set at $next
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`
}

function powershellScript(commands: readonly CommandWords[]): string {
  const table = (rows: readonly (readonly [string, readonly string[]])[]) =>
    rows.map(([at, words]) => `  '${at}' = '${plain(words)}'`).join('\n')
  return `$YaoquanWords = @{
${table(commands.map((command) => [pathOf(command), command.words]))}
}
$YaoquanChoices = @{
${table(commands.flatMap(choicesOf).map(({ at, values }) => [at, values]))}
}
Register-ArgumentCompleter -Native -CommandName yaoquan -ScriptBlock {
  param($typed, $ast, $position)
  $given = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
  $path = ''
  foreach ($word in $given) {
    $next = "$path/$word".TrimStart('/')
    if ($YaoquanWords.ContainsKey($next)) { $path = $next }
  }
  $words = $YaoquanWords[$path]
  if ($given.Count -gt 0 -and $YaoquanChoices.ContainsKey("$path $($given[-1])")) { $words = $YaoquanChoices["$path $($given[-1])"] }
  -split $words | Where-Object { $_ -like "$typed*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`
}

/** What may follow the name of a command: names of its subcommands, and its flags. */
type CommandWords = Readonly<{
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
