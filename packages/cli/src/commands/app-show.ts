import type { Command } from 'commander'
import { appFault } from '#administration/app-refusal'
import { appLines, appMembers } from '#administration/app-report'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { appArgument, dataOption, jsonOption, storeOption } from '#options/data-options'
import { print, printJson } from '#terminal/output'

/** `yaoquan app show`: an app's settings, its use of today, and how far an exchange of its secret is; never the secrets. */
export function addAppShow(app: Command): void {
  app
    .command('show')
    .description('显示应用的设置、今日用量与密钥更换进度 (settings, use of today, exchange of the secret)')
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
