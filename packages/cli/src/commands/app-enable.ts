import type { Command } from 'commander'
import { appFault } from '#administration/app-refusal'
import { stateText } from '#administration/app-report'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { appArgument, dataOption, jsonOption, storeOption } from '#options/data-options'
import { print, printJson } from '#terminal/output'

type EnableFlags = StoreFlags & Readonly<{ json?: boolean }>

/** `yaoquan app enable` and `app disable`: accepts or refuses the calls of an app. Takes effect on every server within a second. */
export function addAppEnable(app: Command): void {
  addSwitch(app, 'enable', '启用应用 (accept the calls of an app again)', true)
  addSwitch(app, 'disable', '停用应用：一秒内拒绝其所有调用 (refuse all calls of an app, within a second)', false)
}

function addSwitch(app: Command, name: string, description: string, isEnabled: boolean): void {
  app
    .command(name)
    .description(description)
    .argument(...appArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (appKey: string, flags: EnableFlags) => {
      const outcome = await withAdministration(flags, (administration) =>
        administration.updateApp(appKey, { isEnabled }),
      )
      if (outcome.kind !== 'changed') throw appFault(outcome)
      if (flags.json) printJson({ app_key: appKey, enabled: isEnabled })
      else print(`${appKey} ${stateText({ isEnabled })}`)
    })
}
