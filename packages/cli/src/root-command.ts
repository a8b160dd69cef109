import { Command, type Option } from 'commander'
import { type Language, language, oneLine, printFault, say } from './terminal/output.ts'
import { displayWidth, helpWidth, wrapped } from './terminal/table.ts'
import { version } from './terminal/version.ts'

/** Creates the command line without its commands. Parsing throws a CommanderError on wrong usage. */
export function createRootCommand(): Command {
  return new Command('yaoquan')
    .description(
      say(
        '药券：药店连锁的优惠券CRM，使用淘宝开放平台(TOP)协议',
        'Coupon CRM for pharmacy chains that speaks the protocol of the Taobao Open Platform (TOP)',
      ),
    )
    .version(version(), '-V, --version', say('显示版本', 'print the version'))
    .helpOption('-h, --help', say('显示帮助', 'print help'))
    .helpCommand('help [command]', say('显示某个命令的帮助', 'print help for a command'))
    .configureHelp({
      displayWidth,
      optionDescription,
      boxWrap: wrapped,
      styleTitle: (title) => say(titles[title] ?? title, title),
    })
    .configureOutput({
      outputError: (text) => printFault(usageLine(text)),
      getOutHelpWidth: () => Math.min(process.stdout.columns ?? helpWidth, helpWidth),
      getErrHelpWidth: () => Math.min(process.stderr.columns ?? helpWidth, helpWidth),
    })
    .exitOverride()
    .hook('preAction', (_root, command) => refuseTakenFlags(command))
    .addHelpText('after', notes())
}

/** `--app-key $KEY --name POS` without a KEY would make `--name` the key: a flag took the next one as its value. */
function refuseTakenFlags(command: Command): void {
  const known = command.createHelp().visibleOptions(command)
  const flags = known.flatMap(({ short, long }) => [short ?? [], long ?? []].flat())
  const isFlag = (value: unknown) =>
    typeof value === 'string' && flags.some((flag) => value === flag || value.startsWith(`${flag}=`))
  for (const option of command.options) {
    if ([command.getOptionValue(option.attributeName())].flat().some(isFlag)) {
      command.error(`error: option '${option.flags}' argument missing`, { code: 'commander.optionMissingArgument' })
    }
  }
}

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法:',
  'Arguments:': '参数:',
  'Options:': '选项:',
  'Commands:': '命令:',
}

function notes(): string {
  return `
${say('示例:', 'Examples:')}
  yaoquan serve --demo --data ./data
  yaoquan seller create --data ./data --seller 111 --name 康民大药房
  yaoquan import coupons.csv --data ./data --seller 111
  yaoquan config set url=http://127.0.0.1:8080 app-key=K app-secret=-
  yaoquan coupon redeem 111aaa --order SO-1001

${say('退出码: 0 成功, 1 操作失败, 2 用法错误', 'Exit codes: 0 success, 1 failure, 2 wrong usage')}
${say('环境变量:', 'Environment:')}
  YAOQUAN_LANG         ${say('语言 zh 或 en；其次 LC_ALL、LC_MESSAGES、LANG，缺省中文', 'language zh or en; then LC_ALL, LC_MESSAGES, LANG; default: Chinese')}
  YAOQUAN_DATA, YAOQUAN_STORE, YAOQUAN_MASTER_KEY, YAOQUAN_NEW_MASTER_KEY,
  YAOQUAN_URL, YAOQUAN_APP_KEY, YAOQUAN_APP_SECRET, YAOQUAN_SESSION, YAOQUAN_SELLER,
  YAOQUAN_PROFILE, NO_COLOR, YAOQUAN_ALLOW_PRIVATE_WEBHOOKS=1`
}

/**
 * Turns Commander's message about wrong usage into one line. The value after `=` is removed: in a mistyped `--app-secrt=…` it is a secret.
 * @param spoken the language of the line
 */
export function usageLine(message: string, spoken: Language = language): string {
  const english = oneLine(message)
    .replace(/^error: /, '')
    .replace(/'(--?[^'=]+)=.*?'/, "'$1'")
  if (spoken === 'en') return english
  const chinese = phrases.reduce((text, [pattern, zh]) => text.replace(pattern, zh), english)
  return chinese === english ? `用法错误: ${english}` : chinese
}

/** Phrases of Commander in Chinese. */
const phrases: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/ ?\(Did you mean (?:one of )?(.*)\?\)$/, '，是否想用 $1'],
  [/^unknown option '(.*?)'/, '未知的选项 $1'],
  [/^unknown command '(.*?)'/, '未知的命令 $1'],
  [/^required option '(.*?)' not specified/, '缺少必选的选项 $1'],
  [/^missing required argument '(.*?)'/, '缺少必选的参数 $1'],
  [
    /^too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+).*/,
    '参数过多：应为 $2 个，给出了 $3 个',
  ],
  [/^option '(.*?)' argument missing/, '选项 $1 缺少值'],
  [/^option '(.*?)' argument '(.*)' is invalid\. ?/, '选项 $1 的值 $2 无效：'],
  [/^option '(.*?)' value '(.*)' from env '(.*?)' is invalid\. ?/, '选项 $1 在环境变量 $3 中的值 $2 无效：'],
  [/^command-argument value '(.*)' is invalid for argument '(.*?)'\. ?/, '参数 $2 的值 $1 无效：'],
  [/^option '(.*?)' cannot be used with option '(.*?)'/, '选项 $1 与 $2 不能同时使用'],
  [/Allowed choices are (.*)\.$/, '应为 $1 之一'],
]

/** The text of an option in the help: its description, whether it is required, its choices and its default. */
export function optionDescription(option: Option): string {
  const notes = [
    ...(option.mandatory ? [say('必选', 'required')] : []),
    ...(option.argChoices === undefined ? [] : [`${say('可选值', 'choices')}: ${option.argChoices.join(', ')}`]),
    ...(hasDefault(option)
      ? [`${say('缺省', 'default')}: ${option.defaultValueDescription ?? option.defaultValue}`]
      : []),
  ]
  return notes.length === 0 ? option.description : `${option.description} [${notes.join('; ')}]`
}

/** Whether the option takes a value and has a default. */
function hasDefault({ defaultValue, required, optional }: Option): boolean {
  return defaultValue !== undefined && (required || optional)
}
