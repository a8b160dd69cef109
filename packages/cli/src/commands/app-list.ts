import type { Command } from 'commander'
import type { AppReport } from '#server'
import { type StoreFlags, withAdministration } from '../administration.ts'
import { appMembers, grantsText, stateText } from '../apps/app-report.ts'
import { dataOption, jsonOption, storeOption } from '../options/data-options.ts'
import { print, printJson } from '../terminal/output.ts'
import { table } from '../terminal/table.ts'

/** `yaoquan app list`: every app, without its secrets. */
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
  else print(`${table(titles)(reports.map(cellsOf))}\n共 ${reports.length} 个 (apps in all)`)
}

const titles = ['app_key', '名称', '状态', '连锁', '权限', '今日调用']

function cellsOf(report: AppReport): readonly string[] {
  const { appKey, name, sellerIds, grants, callsToday } = report
  return [appKey, name, stateText(report), sellerIds.join(' '), grantsText(grants), String(callsToday)]
}
