import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addAppCreate } from './commands/app-create.ts'
import { addCall } from './commands/call.ts'
import { addChainCreate } from './commands/chain-create.ts'
import { addImport } from './commands/import.ts'
import { addQuery } from './commands/query.ts'
import { addServe } from './commands/serve.ts'
import { addSessionCreate } from './commands/session-create.ts'
import { addSign } from './commands/sign.ts'
import { displayWidth } from './terminal/display-width.ts'
import { printFault } from './terminal/output.ts'
import { usageLine } from './usage-line.ts'

/** The whole command line: every command with its options and help. Wrong usage throws a CommanderError. */
export function buildProgram(): Command {
  const program = new Command('yaoquan')
    .description(
      '药券：药店连锁的优惠券CRM，使用淘宝开放平台(TOP)协议\nThe coupon CRM of a pharmacy chain on the TOP protocol',
    )
    .version(version(), '-V, --version', '显示版本 (show the version)')
    .helpOption('-h, --help', '显示帮助 (show help)')
    .helpCommand('help [command]', '显示命令的帮助 (show help of a command)')
    .configureHelp({ displayWidth, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: (text) => printFault(usageLine(text)) })
    .exitOverride()
    .addHelpText('after', examples)
  addServe(program)
  addChainCreate(program.command('chain').description('连锁 (chains)'))
  addAppCreate(program.command('app').description('应用 (apps)'))
  addSessionCreate(program.command('session').description('会话授权 (sessions)'))
  addImport(program)
  addQuery(program)
  addCall(program)
  addSign(program)
  return program
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
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
  yaoquan chain create --data ./data --seller 111 --name 康民大药房
  yaoquan app create --data ./data --name ERP --seller 111 --json
  yaoquan import coupons.csv --data ./data --seller 111
  yaoquan query --url http://127.0.0.1:8080 --app-key K --app-secret S --phone 18612255668

退出码 Exit codes: 0 成功 done, 1 操作失败 failed, 2 用法错误 bad usage
环境变量 Environment: YAOQUAN_DATA, YAOQUAN_MASTER_KEY, YAOQUAN_URL, YAOQUAN_APP_KEY, YAOQUAN_APP_SECRET, YAOQUAN_SESSION`
