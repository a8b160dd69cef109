import type { Command } from 'commander'
import { appFault } from '#administration/app-refusal'
import { appLines, appMembers } from '#administration/app-report'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { appArgument, dataOption, jsonOption, storeOption } from '#options/data-options'
import { print, printJson } from '#terminal/output'

/** `yaoquan app show`: prints the settings of an app, its calls today and the state of a secret rotation, but never a secret. */
export function addAppShow(app: Command): void {
  app
    .command('show')
    .description(
      '显示应用的设置、今日调用次数与密钥更换进度 (show the settings of an app, its calls today and the state of a secret rotation)',
    )
    .argument(...appArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(showOne)
}

async function showOne(appKey: string, flags: StoreFlags & Readonly<{ json?: boolean }>): Promise<void> {
  const report = await withAdministration(flags, (administration) => administration.findApp(appKey))
  if (report === undefined) throw appFault({ kind: 'unknown-app' })
  if (flags.json) printJson(appMembers(report))
  else print(appLines(report))
}
