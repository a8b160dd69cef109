import { type Command, Option } from 'commander'
import { withAdministration } from '../administration.ts'
import { OperationFault } from '../faults.ts'
import { addressRanges } from '../options/address-range.ts'
import {
  collect,
  dataOption,
  jsonOption,
  nonBlank,
  plainKey,
  storeOption,
  wholeNumber,
} from '../options/data-options.ts'
import { print, printJson } from '../terminal/output.ts'

type AppFlags = Readonly<{
  data?: string
  store?: string
  name: string
  seller: readonly string[]
  appKey?: string
  appSecret?: string
  allowIp?: readonly string[]
  allowMethod?: readonly string[]
  callsPerDay?: number
  callsPerSecond?: number
  json?: boolean
}>

/** `yaoquan app create`: registers a program that may call, and prints its key and secret, once. */
export function addAppCreate(app: Command): void {
  app
    .command('create')
    .description('登记应用，输出 app_key 与 app_secret（仅此一次） (register an app; prints key and secret, once)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(new Option('--name <name>', '名称 (name)').argParser(nonBlank).makeOptionMandatory())
    .addOption(
      new Option('--seller <id>', '可操作的连锁，可重复 (chain it acts for; repeatable)')
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--app-key <key>', '缺省自动生成 (default: generated)').argParser(plainKey))
    .addOption(new Option('--app-secret <secret>', '缺省自动生成 (default: generated)').argParser(nonBlank))
    .addOption(
      new Option('--allow-ip <range>', 'IP白名单，可重复 (address or CIDR range it may call from)').argParser(
        addressRanges,
      ),
    )
    .addOption(new Option('--allow-method <method>', '可调用的API，可重复 (method it may call)').argParser(collect))
    .addOption(new Option('--calls-per-day <n>', '每日调用上限 (calls a day)').argParser(wholeNumber(1, 1e12)))
    .addOption(new Option('--calls-per-second <n>', '每秒调用上限 (calls a second)').argParser(wholeNumber(1, 1e6)))
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(createApp)
}

async function createApp(flags: AppFlags): Promise<void> {
  const outcome = await withAdministration(flags, (administration) =>
    administration.createApp({
      name: flags.name,
      sellerIds: [...new Set(flags.seller)],
      ...(flags.appKey === undefined ? {} : { appKey: flags.appKey }),
      ...(flags.appSecret === undefined ? {} : { appSecret: flags.appSecret }),
      allowedIps: flags.allowIp ?? [],
      ...(flags.allowMethod === undefined
        ? {}
        : { grants: { preset: 'none', allowed: flags.allowMethod, denied: [] } }),
      ...(flags.callsPerDay === undefined ? {} : { callsPerDay: flags.callsPerDay }),
      ...(flags.callsPerSecond === undefined ? {} : { callsPerSecond: flags.callsPerSecond }),
    }),
  )
  if (outcome.kind === 'exists') throw new OperationFault('该 app_key 已存在', 'the app_key exists already')
  if (outcome.kind === 'unknown-chain') {
    throw new OperationFault(`连锁 ${outcome.sellerId} 不存在`, `there is no chain ${outcome.sellerId}`)
  }
  const { appKey, appSecret } = outcome
  if (flags.json) printJson({ app_key: appKey, app_secret: appSecret, name: flags.name, seller_ids: flags.seller })
  else print(`app_key ${appKey}\napp_secret ${appSecret}`)
}

const examples = `
示例 Examples:
  yaoquan app create --data ./data --name ERP --seller 111
  yaoquan app create --data ./data --name POS --seller 111 --seller 222 --allow-ip 10.0.0.0/8 --calls-per-second 50 --json`
