import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { dataOption, jsonOption, sellerOption, storeOption } from '#options/data-options'
import type { Administration } from '#server'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'
import { table } from '#terminal/table'

type Report = Awaited<ReturnType<Administration['listWebhooks']>>[number]

/** `yaoquan webhook list`: lists the webhooks of a seller with their lag and last error. */
export function addWebhookList(webhook: Command): void {
  webhook
    .command('list')
    .description('列出webhook及其进度、积压与最近的错误 (list webhooks with their position, lag and last error)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(jsonOption())
    .action(listAll)
}

async function listAll(
  flags: Readonly<{ data?: string; store?: string; seller: string; json?: boolean }>,
): Promise<void> {
  const reports = await withSeller(flags, (administration) => administration.listWebhooks(flags.seller))
  if (flags.json) printJson({ webhooks: reports.map(membersOf) })
  else print(`${table(titles)(reports.map(cellsOf))}\n共 ${reports.length} 个 (webhooks in total)`)
}

function membersOf(report: Report): object {
  return {
    webhook_id: report.webhookId,
    url: report.url,
    cursor_seq: report.cursorSeq,
    newest_seq: report.newestSeq,
    lag: report.newestSeq - report.cursorSeq,
    waiting_since: instant(report.waitingSinceMs),
    failures: report.failures,
    next_attempt_at: instant(report.nextAttemptMs === 0 ? undefined : report.nextAttemptMs),
    acknowledged_at: instant(report.acknowledgedAtMs),
    last_error: report.lastError,
    last_error_at: instant(report.lastErrorAtMs),
    skipped_events: report.skippedEvents,
  }
}

const titles = ['webhook', '地址', '进度', '最新', '积压', '积压自', '连续失败', '最近的错误', '错误时间', '跳过']

function cellsOf(report: Report): readonly string[] {
  return [
    report.webhookId,
    report.url,
    String(report.cursorSeq),
    String(report.newestSeq),
    String(report.newestSeq - report.cursorSeq),
    instant(report.waitingSinceMs) ?? '',
    String(report.failures),
    report.lastError ?? '',
    instant(report.lastErrorAtMs) ?? '',
    String(report.skippedEvents),
  ]
}

function instant(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : instantText(epochMs)
}
