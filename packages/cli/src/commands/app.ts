import { defaultGrants } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { appFault, appLines, appMembers, grantsText, stateText } from '#administration/app-report'
import { addRequestNo, doneBefore, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { withAdministration } from '#administration/open-administration'
import { type AppSettingFlags, addAppSettings, grantsHelp } from '#options/app-settings'
import {
  appArgument,
  collect,
  jsonOption,
  nonBlank,
  plainKey,
  type StoreFlags,
  storeCommand,
} from '#options/data-options'
import { addSecret, checkStrength } from '#options/strong-text'
import type { AppReport, NewApp, SettingsChange } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText } from '#terminal/table'
import { addAppRotate } from './app-rotate.ts'

/** `yaoquan app …`: the apps that may call the gateway. */
export function addAppCommands(app: Command): void {
  addCreate(app)
  addList(app)
  addShow(app)
  addUpdate(app)
  addSwitch(app, 'enable', say('启用应用', 'accept the calls of an app again'))
  addSwitch(app, 'disable', say('停用应用：一秒内拒绝其所有调用', 'refuse all calls of an app, within a second'))
  addAppRotate(app)
}

/** The log and the counts of calls name an operator of the console by such a key. */
function newAppKey(value: string): string {
  const key = plainKey(value)
  if (key.startsWith('operator:')) {
    throw new InvalidArgumentError(say('不能以 operator: 开头', 'must not begin with operator:'))
  }
  return key
}

type CreateFlags = NumberedFlags &
  AppSettingFlags &
  Readonly<{ name: string; seller: readonly string[]; appKey?: string; appSecret?: string; allowWeakSecret?: boolean }>

/** Registers an app and prints its key and secret, only this once. */
function addCreate(app: Command): void {
  const create = storeCommand(
    app,
    'create',
    say(
      '登记应用，输出 app_key 与 app_secret，请立即存好',
      'register an app; prints app_key and app_secret: keep them now',
    ),
  )
    .requiredOption('--name <name>', say('应用名称', 'name of the app'), nonBlank)
    .requiredOption(
      '--seller <id>',
      say('应用服务的连锁id，可重复', 'id of a seller the app serves; repeatable'),
      collect,
    )
    .option('--app-key <key>', say('指定 app_key，缺省自动生成', 'app_key; default: generated'), newAppKey)
  addSecret(create, say('指定密钥，至少16个字符，缺省自动生成', 'secret, at least 16 characters; default: generated'))
  addRequestNo(addAppSettings(create))
    .addOption(jsonOption())
    .addHelpText('after', () => `${grantsHelp()}\n${createExamples()}`)
    .action(createApp)
}

async function createApp(flags: CreateFlags): Promise<void> {
  checkStrength(flags.appSecret, '--app-secret', flags.allowWeakSecret)
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.createApp({ ...newApp(flags), ...numbered }),
  )
  if (outcome.kind === 'done-before') throw doneBefore(rotateOf(outcome.appKey))
  if (outcome.kind === 'exists') throw new OperationFault('该 app_key 已存在', 'this app_key already exists')
  if (outcome.kind !== 'created') throw appFault(outcome)
  const { appKey, appSecret } = outcome
  const members = { app_key: appKey, app_secret: appSecret, name: flags.name, seller_ids: flags.seller }
  printResult(flags, members, `app_key ${appKey}\napp_secret ${appSecret}`)
}

function rotateOf(appKey: string): Readonly<{ zh: string; en: string }> {
  const command = `yaoquan app rotate ${appKey}`
  return { zh: `更换密钥：${command}`, en: `Rotate it: ${command}` }
}

function newApp(flags: CreateFlags): NewApp {
  const {
    callsPerDay = 'none',
    callsPerSecond = 'none',
    fullPhonesPerHour = 'default',
    allowIp = 'any',
    redirectUri = 'none',
  } = flags
  return {
    name: flags.name,
    sellerIds: [...new Set(flags.seller)],
    appKey: flags.appKey,
    appSecret: flags.appSecret,
    allowedIps: allowIp === 'any' ? [] : allowIp,
    redirectUris: redirectUri === 'none' ? [] : redirectUri,
    grants: { preset: flags.preset ?? defaultGrants.preset, allowed: flags.allow ?? [], denied: flags.deny ?? [] },
    charset: flags.charset ?? 'utf-8',
    language: flags.language,
    masksPhones: flags.maskPhones,
    fullPhonesPerHour: alarmSetting(fullPhonesPerHour),
    callsPerDay: callsPerDay === 'none' ? undefined : callsPerDay,
    callsPerSecond: callsPerSecond === 'none' ? undefined : callsPerSecond,
  }
}

/** The setting as stored: 0 raises no alarm, undefined is the default. */
function alarmSetting(limit: number | 'none' | 'default'): number | undefined {
  if (limit === 'default') return undefined
  return limit === 'none' ? 0 : limit
}

const createExamples = helpNotes({
  examples: [
    'yaoquan app create --data ./data --name ERP --seller 111',
    'yaoquan app create --data ./data --name POS --seller 111 --seller 222 --preset till --allow-ip 10.0.0.0/8 --calls-per-second 50 --json',
    'yaoquan app create --data ./data --name BI --seller 111 --preset read',
    'yaoquan app create --data ./data --name SMS --seller 111 --preset marketing --no-mask-phones --full-phones-per-hour 2000',
    'yaoquan app create --data ./data --name clock --seller 111 --preset none --allow taobao.time.get',
  ],
})

/** Lists all apps, without secrets. */
function addList(app: Command): void {
  storeCommand(app, 'list', say('列出应用', 'list apps'))
    .addOption(jsonOption())
    .action(async (flags: StoreFlags) => {
      const reports = await withAdministration(flags, (administration) => administration.listApps())
      printResult(flags, { apps: reports.map(appMembers) }, listText(columns, reports, 'apps'))
    })
}

const columns: readonly Column<AppReport>[] = [
  ['app_key', ({ appKey }) => appKey],
  [say('名称', 'Name'), ({ name }) => name],
  [say('状态', 'State'), stateText],
  [say('连锁', 'Sellers'), ({ sellerIds }) => sellerIds.join(' ')],
  [say('权限', 'Permissions'), ({ grants }) => grantsText(grants)],
  [say('今日调用', 'Calls today'), ({ callsToday }) => callsToday],
]

/** Prints the settings of an app, its calls today and the state of a secret rotation, but never a secret. */
function addShow(app: Command): void {
  storeCommand(
    app,
    'show',
    say(
      '显示应用的设置、今日调用次数与密钥更换进度',
      'show the settings of an app, its calls today and the state of a secret rotation',
    ),
  )
    .argument(...appArgument)
    .addOption(jsonOption())
    .action(async (appKey: string, flags: StoreFlags) =>
      printApp(flags, await withAdministration(flags, (administration) => administration.findApp(appKey))),
    )
}

function printApp(flags: StoreFlags, report: AppReport | undefined): void {
  if (report === undefined) throw appFault({ kind: 'unknown-app' })
  printResult(flags, appMembers(report), appLines(report))
}

type UpdateFlags = NumberedFlags &
  AppSettingFlags &
  Readonly<{ name?: string; seller?: readonly string[]; maskPhonesAsPreset?: boolean }>

/** Changes settings of an app. Takes effect on every server within a second. */
function addUpdate(app: Command): void {
  const update = storeCommand(
    app,
    'update',
    say(
      '修改应用的设置，一秒内在所有服务器生效',
      'change the settings of an app; takes effect on every server within a second',
    ),
  )
    .argument(...appArgument)
    .option('--name <name>', say('应用名称', 'name of the app'), nonBlank)
    .option(
      '--seller <id>',
      say(
        '应用服务的连锁id，可重复，替换原有的',
        'id of a seller the app serves; repeatable; replaces the previous ones',
      ),
      collect,
    )
  addRequestNo(addAppSettings(update))
    .addOption(
      new Option(
        '--mask-phones-as-preset',
        say('手机号是否打码改回由预设决定', 'let the preset decide again whether phone numbers are masked'),
      ).conflicts('maskPhones'),
    )
    .addOption(jsonOption())
    .addHelpText('after', () => `${notes()}\n${grantsHelp()}\n${updateExamples()}`)
    .action(updateApp)
}

async function updateApp(appKey: string, flags: UpdateFlags): Promise<void> {
  const change = changeOf(flags)
  if (Object.keys(change).length === 0) throw new UsageFault('没有给出要修改的设置', 'no setting to change was given')
  const report = await withNumberedAct(flags, async (administration, numbered) => {
    const outcome = await administration.updateApp(appKey, change, numbered)
    if (outcome.kind === 'conflict') return outcome
    if (outcome.kind === 'refused') throw appFault(outcome.refusal)
    return administration.findApp(appKey)
  })
  printApp(flags, report)
}

function changeOf(flags: UpdateFlags): SettingsChange {
  const { name, seller, allowIp, redirectUri, preset, allow, deny, maskPhones, maskPhonesAsPreset } = flags
  const { charset, language, fullPhonesPerHour, callsPerDay, callsPerSecond } = flags
  const hasGrants = preset !== undefined || allow !== undefined || deny !== undefined
  return given({
    name,
    charset,
    language,
    fullPhonesPerHour,
    callsPerDay,
    callsPerSecond,
    sellerIds: seller && [...new Set(seller)],
    allowedIps: allowIp === 'any' ? [] : allowIp,
    redirectUris: redirectUri === 'none' ? [] : redirectUri,
    grants: hasGrants ? { preset, allow: allow ?? [], deny: deny ?? [] } : undefined,
    masksPhones: maskPhonesAsPreset ? 'as-preset' : maskPhones,
  })
}

/** Leaves out the settings that were not given: an absent one stays as it is. */
function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T
}

const notes = helpNotes({
  notes: say(
    '--seller 与 --allow-ip 替换原有的列表；--allow 与 --deny 在原有权限上增减；--preset 从预设重新开始，不保留之前的增减。',
    '--seller and --allow-ip replace the previous lists. --allow and --deny change the previous permissions. --preset starts over from the preset.',
  ),
})

const updateExamples = helpNotes({
  examples: [
    'yaoquan app update 12345678 --data ./data --preset till --calls-per-second 50',
    'yaoquan app update 12345678 --data ./data --allow coupon.void.mass',
    'yaoquan app update 12345678 --data ./data --allow-ip any --calls-per-day none --no-mask-phones',
  ],
})

/** Accepts or refuses the calls of an app. Takes effect on every server within a second. */
function addSwitch(app: Command, name: 'enable' | 'disable', description: string): void {
  const isEnabled = name === 'enable'
  addRequestNo(storeCommand(app, name, description))
    .argument(...appArgument)
    .addOption(jsonOption())
    .action(async (appKey: string, flags: NumberedFlags) => {
      const outcome = await withNumberedAct(flags, (administration, numbered) =>
        administration.updateApp(appKey, { isEnabled }, numbered),
      )
      if (outcome.kind === 'refused') throw appFault(outcome.refusal)
      printResult(flags, { app_key: appKey, enabled: isEnabled }, `${appKey} ${stateText({ isEnabled })}`)
    })
}
