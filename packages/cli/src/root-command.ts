import { Command } from 'commander'
import { say } from './terminal/language.ts'
import { printFault } from './terminal/output.ts'
import { displayWidth } from './terminal/table.ts'
import { version } from './terminal/version.ts'
import { helpWidth, wrapped } from './terminal/wrap.ts'
import { optionDescription, usageLine } from './usage-text.ts'

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
