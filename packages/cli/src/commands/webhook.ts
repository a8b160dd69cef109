import { deliveryFailureText } from '@yaoquan/api'
import { type Command, InvalidArgumentError } from 'commander'
import { addRequestNo, doneBefore, type NumberedFlags, withNumberedSeller } from '#administration/numbered-act'
import { withSeller } from '#administration/open-administration'
import {
  jsonOption,
  maxEventSeq,
  nonBlank,
  privateWebhooksOption,
  type SellerFlags,
  sellerCommand,
  wholeNumber,
} from '#options/data-options'
import type { Administration } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, localized, OperationFault, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan webhook …`: pushes the events of a seller to URLs. */
export function addWebhookCommands(webhook: Command): void {
  addAdd(webhook)
  addList(webhook)
  addRemove(webhook)
  addReplay(webhook)
}

type AddFlags = SellerFlags &
  NumberedFlags &
  Readonly<{ url: string; secret?: string; afterSeq?: number; allowPrivateWebhooks?: boolean }>

/** Registers a webhook and prints its signing secret, only this once. */
function addAdd(webhook: Command): void {
  addRequestNo(
    sellerCommand(
      webhook,
      'add',
      say('登记webhook，输出签名密钥，请立即存好', 'push events to a URL; prints the signing secret: keep it now'),
    ),
  )
    .requiredOption('--url <url>', say('接收地址，http或https', 'URL of the receiver, http or https'), nonBlank)
    .option(
      '--secret <secret>',
      say('签名密钥，16到128个字符，缺省自动生成', 'signing secret, 16 to 128 characters; default: generated'),
      readSecret,
    )
    .option(
      '--after-seq <n>',
      say('从该事件序号之后开始，缺省只发送新事件', 'start after this event number; default: only new events'),
      wholeNumber(0, maxEventSeq),
    )
    .addOption(privateWebhooksOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(addOne)
}

async function addOne(flags: AddFlags): Promise<void> {
  const { seller, afterSeq, allowPrivateWebhooks: allowPrivate = false } = flags
  const outcome = await withNumberedSeller(flags, (administration, numbered) =>
    administration.addWebhook({
      sellerId: seller,
      url: flags.url,
      secret: flags.secret,
      afterSeq,
      allowPrivate,
      ...numbered,
    }),
  )
  switch (outcome.kind) {
    case 'done-before':
      throw doneBefore(addAgain(outcome.webhookId))
    case 'invalid-url':
      throw new OperationFault(`--url ${outcome.rule.zh}`, `--url ${outcome.rule.en}`)
    case 'private-target':
      throw new OperationFault(
        '目标不是公网地址，可用 --allow-private-webhooks 允许；yaoquan serve 也要用它启动，否则不推送',
        'the URL is a private or loopback address; --allow-private-webhooks allows it, and yaoquan serve must be started with it too, or nothing is sent',
      )
    case 'events-removed':
      throw removedEvents(afterSeq, outcome)
    case 'exists':
      throw new OperationFault('该连锁已登记这个地址', 'the seller already has a webhook with this URL')
    case 'too-many':
      throw new OperationFault('该连锁的webhook数量已达上限', 'the seller has reached the maximum number of webhooks')
    case 'added': {
      const { webhookId, secret, url, afterSeq: fromSeq } = outcome
      const members = { webhook_id: webhookId, secret, url, seller_id: seller, after_seq: fromSeq }
      printResult(flags, members, `webhook_id ${webhookId}\nsecret ${secret}${firstEvent(fromSeq)}`)
    }
  }
}

function firstEvent(afterSeq: number | undefined): string {
  if (afterSeq === undefined) return ''
  return say(`\n从事件 ${afterSeq} 之后开始推送`, `\ndelivers the events after number ${afterSeq}`)
}

function addAgain(webhookId: string): Readonly<{ zh: string; en: string }> {
  const command = `yaoquan webhook remove ${webhookId}`
  return { zh: `可移除后重新添加：${command}`, en: `Remove it and add it again: ${command}` }
}

function removedEvents(
  afterSeq: number | undefined,
  { removedThroughSeq }: Readonly<{ removedThroughSeq: number }>,
): OperationFault {
  return new OperationFault(
    `--after-seq ${afterSeq}：事件 ${removedThroughSeq} 及之前的已按保留期限清理，应不小于 ${removedThroughSeq}`,
    `--after-seq ${afterSeq}: events up to ${removedThroughSeq} were removed, so it must be ${removedThroughSeq} or more`,
  )
}

/** A short secret can be guessed. */
function readSecret(text: string): string {
  if (text.length >= 16 && text.length <= 128) return text
  throw new InvalidArgumentError(say('应为16到128个字符', 'must have 16 to 128 characters'))
}

const notes = helpNotes({
  notes: say(
    `每次 POST 最多100个事件，按序号排列；字段与 yaoquan.event.list 一致：{"seller_id":…,"webhook_id":…,"events":[…]}签名 X-Yaoquan-Signature = 十六进制 HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + 请求体)；时间戳为毫秒。
返回2xx即为确认；否则以1秒到1小时的间隔重试，直至确认或满30天。请按 event_seq 去重。`,
    'Each POST carries up to 100 events in order, with the fields of yaoquan.event.list. X-Yaoquan-Signature is the hexadecimal HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + body); the timestamp is in milliseconds. Any 2xx status acknowledges the events; otherwise the server retries every 1 second to 1 hour for 30 days. Ignore events whose event_seq you have already processed.',
  ),
  examples: ['yaoquan webhook add --data ./data --seller 111 --url https://erp.example.com/yaoquan'],
})

type Report = Awaited<ReturnType<Administration['listWebhooks']>>[number]

/** Lists the webhooks of a seller with their lag and last error. */
function addList(webhook: Command): void {
  sellerCommand(
    webhook,
    'list',
    say('列出webhook及其进度、积压与最近的错误', 'list webhooks with their position, lag and last error'),
  )
    .addOption(jsonOption())
    .action(async (flags: SellerFlags) => {
      const reports = await withSeller(flags, (administration) => administration.listWebhooks(flags.seller))
      printResult(flags, { webhooks: reports.map(membersOf) }, listText(columns, reports, 'webhooks'))
    })
}

function membersOf(report: Report): object {
  return {
    webhook_id: report.webhookId,
    url: report.url,
    cursor_seq: report.cursorSeq,
    newest_seq: report.newestSeq,
    lag: report.newestSeq - report.cursorSeq,
    waiting_since: instantText(report.waitingSinceMs),
    failures: report.failures,
    next_attempt_at: instantText(report.nextAttemptMs === 0 ? undefined : report.nextAttemptMs),
    acknowledged_at: instantText(report.acknowledgedAtMs),
    last_error: report.lastError,
    last_error_at: instantText(report.lastErrorAtMs),
    skipped_events: report.skippedEvents,
  }
}

const columns: readonly Column<Report>[] = [
  ['webhook', ({ webhookId }) => webhookId],
  [say('地址', 'URL'), ({ url }) => url],
  [say('进度', 'Position'), ({ cursorSeq }) => cursorSeq],
  [say('最新', 'Newest'), ({ newestSeq }) => newestSeq],
  [say('积压', 'Lag'), ({ newestSeq, cursorSeq }) => newestSeq - cursorSeq],
  [say('积压自', 'Since'), ({ waitingSinceMs }) => instantText(waitingSinceMs)],
  [say('连续失败', 'Failures'), ({ failures }) => failures],
  [say('最近的错误', 'Last error'), ({ lastError }) => lastErrorText(lastError)],
  [say('错误时间', 'At'), ({ lastErrorAtMs }) => instantText(lastErrorAtMs)],
  [say('跳过', 'Skipped'), ({ skippedEvents }) => skippedEvents],
]

function lastErrorText(reason: string | undefined): string {
  return reason === undefined ? '' : localized(deliveryFailureText(reason))
}

function unknownWebhook(webhookId: string, seller: string): OperationFault {
  return new OperationFault(`连锁 ${seller} 没有webhook ${webhookId}`, `seller ${seller} has no webhook ${webhookId}`)
}

function addRemove(webhook: Command): void {
  addRequestNo(sellerCommand(webhook, 'remove', say('删除webhook', 'delete a webhook')))
    .argument('<webhook-id>', say('webhook add 输出的webhook id', 'webhook id as printed by webhook add'))
    .addOption(jsonOption())
    .action(async (webhookId: string, flags: SellerFlags & NumberedFlags) => {
      const key = { sellerId: flags.seller, webhookId }
      const outcome = await withNumberedSeller(flags, (administration, numbered) =>
        administration.removeWebhook({ ...key, ...numbered }),
      )
      if (outcome.kind === 'refused') throw unknownWebhook(webhookId, flags.seller)
      printResult(flags, { webhook_id: webhookId, removed: true }, say(`已删除 ${webhookId}`, `removed ${webhookId}`))
    })
}

type ReplayFlags = SellerFlags & NumberedFlags & Readonly<{ afterSeq: number }>

/** Sends events again, or retries immediately during a pause. */
function addReplay(webhook: Command): void {
  addRequestNo(
    sellerCommand(webhook, 'replay', say('重新发送某个事件之后的全部事件', 'send all events after a given one again')),
  )
    .argument(
      '[webhook-id]',
      say('webhook id，缺省为该连锁的全部webhook', 'webhook id; default: all webhooks of the seller'),
    )
    .requiredOption(
      '--after-seq <n>',
      say('从该事件序号之后开始', 'start after this event number'),
      wholeNumber(0, maxEventSeq),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      helpNotes({ examples: ['yaoquan webhook replay --data ./data --seller 111 --after-seq 1000'] }),
    )
    .action(replay)
}

async function replay(webhookId: string | undefined, flags: ReplayFlags): Promise<void> {
  const { seller: sellerId, afterSeq } = flags
  const outcome = await withNumberedSeller(flags, (administration, numbered) =>
    administration.replayWebhooks({ sellerId, webhookId, afterSeq, ...numbered }),
  )
  if (outcome.kind === 'refused') {
    const { refusal } = outcome
    throw refusal.kind === 'unknown-webhook'
      ? unknownWebhook(refusal.webhookId, sellerId)
      : removedEvents(afterSeq, refusal)
  }
  const { webhookIds: replayed } = outcome.answer
  printResult(
    flags,
    { webhook_ids: replayed, cursor_seq: afterSeq },
    say(
      `将向 ${replayed.length} 个webhook重新发送 ${afterSeq} 之后的事件`,
      `${replayed.length} webhooks get the events after ${afterSeq} again`,
    ),
  )
}
