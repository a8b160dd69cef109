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
  Readonly<{ name?: string; seller?: readonly string[]; json?: boolean }>

/** `yaoquan app update`: changes settings of an app; every server follows within a second. */
export function addAppUpdate(app: Command): void {
  const update = app
    .command('update')
    .description('修改应用的设置，一秒内在所有服务器生效 (change settings; every server follows within a second)')
    .argument(...appArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(new Option('--name <name>', '名称 (name)').argParser(nonBlank))
    .addOption(
      new Option('--seller <id>', '可操作的连锁，可重复，替换原有的 (chains, in place of those before)').argParser(
        collect,
      ),
    )
  addAppSettings(update)
    .option('--no-mask-phones', '应答中的手机号不打码 (full phones in answers)')
    .addOption(jsonOption())
    .addHelpText('after', `${notes}\n${grantsHelp}\n${examples}`)
    .action(updateOne)
}

async function updateOne(appKey: string, flags: UpdateFlags): Promise<void> {
  const change = changeOf(flags)
  if (Object.keys(change).length === 0) throw new UsageFault('没有给出要修改的设置', 'give a setting to change')
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
  const { name, seller, allowIp, preset, allow, deny, charset, maskPhones, callsPerDay, callsPerSecond } = flags
  const hasGrants = preset !== undefined || allow !== undefined || deny !== undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(seller === undefined ? {} : { sellerIds: [...new Set(seller)] }),
    ...(allowIp === undefined ? {} : { allowedIps: allowIp === 'any' ? [] : allowIp }),
    ...(hasGrants ? { grants: { preset, allow: allow ?? [], deny: deny ?? [] } } : {}),
    ...(charset === undefined ? {} : { charset }),
    ...(maskPhones === undefined ? {} : { masksPhones: maskPhones }),
    ...(callsPerDay === undefined ? {} : { callsPerDay }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  }
}

const notes = `
给出的 --seller 与 --allow-ip 替换原有的；--allow 与 --deny 在原有权限上增减；--preset 重新开始，之前增减的不再保留。
--seller and --allow-ip replace the lists before; --allow and --deny add to the grants before; --preset begins anew.`

const examples = `
示例 Examples:
  yaoquan app update 12345678 --data ./data --preset till --calls-per-second 50
  yaoquan app update 12345678 --data ./data --allow coupon.void.mass
  yaoquan app update 12345678 --data ./data --allow-ip any --calls-per-day none --no-mask-phones`
