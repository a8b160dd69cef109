import { type Command, Option } from 'commander'
import { appFault } from '#administration/app-refusal'
import { appLines, appMembers } from '#administration/app-report'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { type AppSettingFlags, addAppSettings, grantsHelp } from '#options/app-settings'
import { appArgument, collect, dataOption, jsonOption, nonBlank, storeOption } from '#options/data-options'
import type { SettingsChange } from '#server'
import { UsageFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type UpdateFlags = StoreFlags &
  AppSettingFlags &
  Readonly<{ name?: string; seller?: readonly string[]; maskPhonesAsPreset?: boolean; json?: boolean }>

/** `yaoquan app update`: changes settings of an app. Takes effect on every server within a second. */
export function addAppUpdate(app: Command): void {
  const update = app
    .command('update')
    .description(
      '修改应用的设置，一秒内在所有服务器生效 (change the settings of an app; takes effect on every server within a second)',
    )
    .argument(...appArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(new Option('--name <name>', '应用名称 (name of the app)').argParser(nonBlank))
    .addOption(
      new Option(
        '--seller <id>',
        '应用服务的连锁id，可重复，替换原有的 (id of a seller the app serves; repeatable; replaces the previous ones)',
      ).argParser(collect),
    )
  addAppSettings(update)
    .addOption(
      new Option(
        '--mask-phones-as-preset',
        '手机号是否打码改回由预设决定 (let the preset decide again whether phone numbers are masked)',
      ).conflicts('maskPhones'),
    )
    .addOption(jsonOption())
    .addHelpText('after', `${notes}\n${grantsHelp}\n${examples}`)
    .action(updateOne)
}

async function updateOne(appKey: string, flags: UpdateFlags): Promise<void> {
  const change = changeOf(flags)
  if (Object.keys(change).length === 0) throw new UsageFault('没有给出要修改的设置', 'no setting to change was given')
  const report = await withAdministration(flags, async (administration) => {
    const outcome = await administration.updateApp(appKey, change)
    if (outcome.kind !== 'changed') throw appFault(outcome)
    return administration.findApp(appKey)
  })
  if (report === undefined) throw appFault({ kind: 'unknown-app' })
  if (flags.json) printJson(appMembers(report))
  else print(appLines(report))
}

function changeOf(flags: UpdateFlags): SettingsChange {
  const { name, seller, allowIp, preset, allow, deny, charset, callsPerDay, callsPerSecond, fullPhonesPerHour } = flags
  const masksPhones = flags.maskPhonesAsPreset ? 'as-preset' : flags.maskPhones
  const hasGrants = preset !== undefined || allow !== undefined || deny !== undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(seller === undefined ? {} : { sellerIds: [...new Set(seller)] }),
    ...(allowIp === undefined ? {} : { allowedIps: allowIp === 'any' ? [] : allowIp }),
    ...(hasGrants ? { grants: { preset, allow: allow ?? [], deny: deny ?? [] } } : {}),
    ...(charset === undefined ? {} : { charset }),
    ...(masksPhones === undefined ? {} : { masksPhones }),
    ...(fullPhonesPerHour === undefined ? {} : { fullPhonesPerHour }),
    ...(callsPerDay === undefined ? {} : { callsPerDay }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  }
}

const notes = `
--seller 与 --allow-ip 替换原有的列表；--allow 与 --deny 在原有权限上增减；--preset 从预设重新开始，不保留之前的增减。
--seller and --allow-ip replace the previous lists. --allow and --deny change the previous permissions. --preset starts over from
the preset.`

const examples = `
示例 Examples:
  yaoquan app update 12345678 --data ./data --preset till --calls-per-second 50
  yaoquan app update 12345678 --data ./data --allow coupon.void.mass
  yaoquan app update 12345678 --data ./data --allow-ip any --calls-per-day none --no-mask-phones`
