import { defaultGrants } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { appFault } from '#administration/app-refusal'
import { withAdministration } from '#administration/open-administration'
import { type AppSettingFlags, addAppSettings, grantsHelp } from '#options/app-settings'
import { collect, dataOption, jsonOption, nonBlank, plainKey, storeOption } from '#options/data-options'
import { allowWeakOption, checkStrength } from '#options/strong-text'
import type { NewApp } from '#server'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type AppFlags = AppSettingFlags &
  Readonly<{
    data?: string
    store?: string
    name: string
    seller: readonly string[]
    appKey?: string
    appSecret?: string
    allowWeakSecret?: boolean
    json?: boolean
  }>

/** `yaoquan app create`: registers an app and prints its key and secret, only this once. */
export function addAppCreate(app: Command): void {
  const create = app
    .command('create')
    .description(
      '登记应用，输出 app_key 与 app_secret，只显示一次 (register an app; prints app_key and app_secret, only once)',
    )
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(new Option('--name <name>', '应用名称 (name of the app)').argParser(nonBlank).makeOptionMandatory())
    .addOption(
      new Option('--seller <id>', '应用服务的连锁id，可重复 (id of a seller the app serves; repeatable)')
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--app-key <key>', '指定 app_key，缺省自动生成 (app_key; default: generated)').argParser(plainKey),
    )
    .addOption(
      new Option(
        '--app-secret <secret>',
        '指定密钥，至少16个字符，缺省自动生成 (secret, at least 16 characters; default: generated)',
      ).argParser(nonBlank),
    )
    .addOption(allowWeakOption())
  addAppSettings(create).addOption(jsonOption()).addHelpText('after', `${grantsHelp}\n${examples}`).action(createApp)
}

async function createApp(flags: AppFlags): Promise<void> {
  checkStrength(flags.appSecret, '--app-secret', flags.allowWeakSecret)
  const outcome = await withAdministration(flags, (administration) => administration.createApp(newApp(flags)))
  if (outcome.kind === 'exists') throw new OperationFault('该 app_key 已存在', 'this app_key already exists')
  if (outcome.kind !== 'created') throw appFault(outcome)
  const { appKey, appSecret } = outcome
  if (flags.json) printJson({ app_key: appKey, app_secret: appSecret, name: flags.name, seller_ids: flags.seller })
  else print(`app_key ${appKey}\napp_secret ${appSecret}`)
}

function newApp(flags: AppFlags): NewApp {
  const { callsPerDay = 'none', callsPerSecond = 'none', fullPhonesPerHour = 'default', allowIp = 'any' } = flags
  return {
    name: flags.name,
    sellerIds: [...new Set(flags.seller)],
    appKey: flags.appKey,
    appSecret: flags.appSecret,
    allowedIps: allowIp === 'any' ? [] : allowIp,
    grants: { preset: flags.preset ?? defaultGrants.preset, allowed: flags.allow ?? [], denied: flags.deny ?? [] },
    charset: flags.charset ?? 'utf-8',
    masksPhones: flags.maskPhones,
    fullPhonesPerHour: alarmSetting(fullPhonesPerHour),
    callsPerDay: callsPerDay === 'none' ? undefined : callsPerDay,
    callsPerSecond: callsPerSecond === 'none' ? undefined : callsPerSecond,
  }
}

/** As the store keeps it: 0 raises no alarm, undefined is the default. */
function alarmSetting(limit: number | 'none' | 'default'): number | undefined {
  if (limit === 'default') return undefined
  return limit === 'none' ? 0 : limit
}

const examples = `
示例 Examples:
  yaoquan app create --data ./data --name ERP --seller 111
  yaoquan app create --data ./data --name POS --seller 111 --seller 222 --preset till --allow-ip 10.0.0.0/8 --calls-per-second 50 --json
  yaoquan app create --data ./data --name BI --seller 111 --preset read
  yaoquan app create --data ./data --name SMS --seller 111 --preset marketing --no-mask-phones --full-phones-per-hour 2000
  yaoquan app create --data ./data --name clock --seller 111 --preset none --allow taobao.time.get`
