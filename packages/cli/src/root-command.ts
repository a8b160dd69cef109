import { Command } from 'commander'
import { printFault } from './terminal/output.ts'
import { displayWidth } from './terminal/table.ts'
import { version } from './terminal/version.ts'
import { optionDescription, usageLine } from './usage-text.ts'

/** Creates the command line without its commands. Parsing throws a CommanderError on wrong usage. */
export function createRootCommand(): Command {
  return new Command('yaoquan')
    .description(
      '药券：药店连锁的优惠券CRM，使用淘宝开放平台(TOP)协议\nCoupon CRM for pharmacy chains that speaks the protocol of the Taobao Open Platform (TOP)',
    )
    .version(version(), '-V, --version', '显示版本 (print the version)')
    .helpOption('-h, --help', '显示帮助 (print help)')
    .helpCommand('help [command]', '显示某个命令的帮助 (print help for a command)')
    .configureHelp({ displayWidth, optionDescription, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: (text) => printFault(usageLine(text)) })
    .exitOverride()
    .addHelpText('after', examples)
}

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
}

const examples = `
示例 Examples:
  yaoquan serve --demo --data ./data
  yaoquan seller create --data ./data --seller 111 --name 康民大药房
  yaoquan app create --data ./data --name ERP --seller 111 --json
  yaoquan import coupons.csv --data ./data --seller 111
  yaoquan coupon redeem 111aaa --order SO-1001 --url http://127.0.0.1:8080 --app-key K --app-secret S
  yaoquan query --url http://127.0.0.1:8080 --app-key K --app-secret S --phone 18612255668

退出码 Exit codes: 0 成功 (success), 1 操作失败 (failure), 2 用法错误 (wrong usage)
环境变量 Environment: YAOQUAN_DATA, YAOQUAN_STORE, YAOQUAN_MASTER_KEY, YAOQUAN_NEW_MASTER_KEY, YAOQUAN_URL, YAOQUAN_APP_KEY, YAOQUAN_APP_SECRET, YAOQUAN_SESSION,
  YAOQUAN_ALLOW_PRIVATE_WEBHOOKS=1`
