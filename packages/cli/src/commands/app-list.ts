import type { Command } from 'commander'
import { appMembers, grantsText, stateText } from '#administration/app-report'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, storeOption } from '#options/data-options'
import type { AppReport } from '#server'
import { print, printJson } from '#terminal/output'
import { table } from '#terminal/table'

/** `yaoquan app list`: lists all apps, without secrets. */
export function addAppList(app: Command): void {
  app
    .command('list')
    .description('列出应用 (list apps)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(listAll)
}

async function listAll(flags: StoreFlags & Readonly<{ json?: boolean }>): Promise<void> {
  const reports = await withAdministration(flags, (administration) => administration.listApps())
  if (flags.json) printJson({ apps: reports.map(appMembers) })
  else print(`${table(titles)(reports.map(cellsOf))}\n共 ${reports.length} 个 (apps in total)`)
}

const titles = ['app_key', '名称', '状态', '连锁', '权限', '今日调用']

function cellsOf(report: AppReport): readonly string[] {
  const { appKey, name, sellerIds, grants, callsToday } = report
  return [appKey, name, stateText(report), sellerIds.join(' '), grantsText(grants), String(callsToday)]
}
