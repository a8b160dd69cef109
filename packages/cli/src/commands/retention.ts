import { requestDayLimits } from '@yaoquan/api'
import { type Command, InvalidArgumentError } from 'commander'
import { withSeller } from '#administration/open-administration'
import { jsonOption, type SellerFlags, sellerCommand, wholeNumber } from '#options/data-options'
import type { Administration } from '#server'
import { instantText } from '#terminal/instant-text'
import { printResult } from '#terminal/output'

const { min: least, max: most } = requestDayLimits

/** `yaoquan retention …`: how long data of a seller is kept. */
export function addRetentionCommands(retention: Command): void {
  sellerCommand(retention, 'show', '显示保留期限 (show how long data is kept)')
    .addOption(jsonOption())
    .addHelpText('after', meaning)
    .action(show)
  sellerCommand(retention, 'set', '设置保留期限 (set how long data is kept)')
    .requiredOption(
      '--requests <days>',
      `请求号保留的天数，${least}到${most}，off表示永久保留 (days to keep request numbers, ${least} to ${most}; off: forever)`,
      readDays,
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${meaning}\n\n示例 Example:\n  yaoquan retention set --data ./data --seller 111 --requests 400`,
    )
    .action(set)
}

type SetFlags = SellerFlags & Readonly<{ requests: number | 'off' }>

async function set(flags: SetFlags): Promise<void> {
  const requestDays = flags.requests === 'off' ? undefined : flags.requests
  await withSeller(flags, (administration) => administration.setRetention({ sellerId: flags.seller, requestDays }))
  printResult(flags, membersOf(flags, { requestDays }), `${daysText(requestDays)}\n${effectText(requestDays)}`)
}

async function show(flags: SellerFlags): Promise<void> {
  const policy = await withSeller(flags, (administration) => administration.findRetention(flags.seller))
  printResult(flags, membersOf(flags, policy), textOf(policy))
}

type Policy = NonNullable<Awaited<ReturnType<Administration['findRetention']>>>

function membersOf({ seller }: SellerFlags, policy: Partial<Policy> | undefined): object {
  return {
    seller_id: seller,
    request_days: policy?.requestDays ?? null,
    set_at: instantText(policy?.setAtMs),
    next_pass_at: instantText(nextPassMs(policy)),
  }
}

function textOf(policy: Policy | undefined): string {
  const next = nextPassMs(policy)
  return [
    daysText(policy?.requestDays),
    ...(policy === undefined ? [] : [`设于 set at: ${instantText(policy.setAtMs)}`]),
    ...(next === undefined ? [] : [`下次清理 next pass: ${instantText(next)}`]),
  ].join('\n')
}

/** Undefined when none is due, or one is due immediately. */
function nextPassMs(policy: Partial<Policy> | undefined): number | undefined {
  return policy?.requestDays === undefined || policy.nextPassMs === 0 ? undefined : policy.nextPassMs
}

function daysText(requestDays: number | undefined): string {
  return requestDays === undefined
    ? '请求号 request numbers: 永久保留 kept forever'
    : `请求号 request numbers: 保留 ${requestDays} 天 kept for ${requestDays} days`
}

function effectText(requestDays: number | undefined): string {
  if (requestDays === undefined)
    return '已停止清理；已清理的不会恢复 (nothing more is removed; what was removed stays so)'
  return `运行中的服务端将在一分钟内开始清理；${requestDays} 天前的写操作再次提交时会重新执行 (running servers begin within a minute; a write repeated after ${requestDays} days is done again)`
}

function readDays(text: string): number | 'off' {
  if (text === 'off') return text
  try {
    return wholeNumber(least, most)(text)
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new InvalidArgumentError(`${error.message.slice(0, -1)}, or off)`)
  }
}

const meaning = `
请求号 (out_request_no) 使每个写操作只生效一次：同号再次提交时返回第一次的结果。服务端为此保存每个请求号的结果。
过期的请求号被清理后，同号再次提交会作为新的操作重新执行：会再次发放、再次领取；已核销的券则因已核销而被拒绝。
因此最少保留 ${least} 天，长于调用方重试、收银机停用、上传续传的时间。分多次完成的写操作自最后一次起算。
优惠券、事件、审计不受影响；清理的数量记入事件 retention。已清理的请求号不能恢复。缺省为永久保留。
Request numbers make every write take effect once: the same number again gets the first response, which the server keeps for this.
Once a number is removed, the same number is done again as a new write: it issues or claims again; a redeemed coupon is refused as used.
Therefore the least is ${least} days, longer than callers retry, tills stay off or uploads are continued. A write done in parts counts
from its last part. Coupons, events and audits stay as they are; an event "retention" says how many rows were removed. What was
removed cannot be restored. By default everything is kept.`
