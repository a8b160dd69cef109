import type { Command } from 'commander'
import { type NumberedFlags, withNumberedSeller } from '#administration/numbered-act'
import { withSeller } from '#administration/open-administration'
import { outRequestNoOption } from '#calls/request-number'
import { jsonOption, type SellerFlags, sellerCommand } from '#options/data-options'
import type { RawPolicy, VersionedPolicy } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, localized, oneLine, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText, padToWidth } from '#terminal/table'

/** `yaoquan policy …`: the rules of a seller for all of its coupons. */
export function addPolicyCommands(policy: Command): void {
  sellerCommand(policy, 'get', say('查看规则', 'show the rules')).addOption(jsonOption()).action(show)
  sellerCommand(policy, 'set', say('修改规则，未给出的不变', 'change rules; those not given stay'))
    .option(
      '--max-per-order <n>',
      say('每单最多用券张数，1到20，赠品不计', 'coupons per order, 1 to 20, without gifts'),
    )
    .option(
      '--threshold-base <base>',
      say(
        'original: 门槛与折扣按原金额计；remaining: 按前面的券抵扣后的金额计',
        'thresholds and percentages count what the goods cost at first, or what earlier coupons left',
      ),
    )
    .option(
      '--insured <rule>',
      say(
        'exclude_line: 有医保支付的商品不参与；exclude_amount: 只扣除医保支付的金额；include: 参与',
        'of lines that insurance pays in part, coupons count nothing, the rest, or all',
      ),
    )
    .option(
      '--member-weekdays <days>',
      say('每周的会员日，1周一到7周日，逗号分隔，off为无', 'member days of the week, 1 Monday to 7 Sunday; off: none'),
    )
    .option(
      '--member-days-of-month <days>',
      say('每月的会员日，1到31，逗号分隔，off为无', 'member days of the month; off: none'),
    )
    .option(
      '--rule-packs <packs>',
      say('规则包，逗号分隔，off为无，见 policy packs', 'rule packs, comma-separated; off: none; see policy packs'),
    )
    .option(
      '--template-approval <on|off>',
      say(
        'on: 模板须经保存者以外的一人审批才发布',
        'templates are published after another person than the one who saved them approved',
      ),
    )
    .option(
      '--known-shops <on|off>',
      say(
        'on: 门店名单中没有的 shop，收银台核销与试算时拒绝；名单为空时不起作用',
        'redemptions and evaluations of tills in a shop that is not in the list of shops are refused, unless the list is empty',
      ),
    )
    .option(
      '--order-numbers <on|off>',
      say('on: 店员核销时可由系统编订单号', 'clerks who redeem may have the order number made by the server'),
    )
    .option(
      '--second-person <on|off>',
      say('on: 操作员删除与合并会员须另一人同意', 'operators erase and merge members only after another person agreed'),
    )
    .option(
      '--issue-approval <yuan|off>',
      say(
        '操作员一次发券的面额超过它时须另一人同意；off: 不限',
        'operators issue more face value than this in one act only after another person agreed; off: any',
      ),
    )
    .addOption(outRequestNoOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(set)
  policy
    .command('packs')
    .description(say('列出规则包', 'list the rule packs'))
    .addOption(jsonOption())
    .action(listPacks)
}

type SetFlags = SellerFlags &
  NumberedFlags &
  Readonly<{
    maxPerOrder?: string
    thresholdBase?: string
    insured?: string
    memberWeekdays?: string
    memberDaysOfMonth?: string
    rulePacks?: string
    templateApproval?: string
    knownShops?: string
    orderNumbers?: string
    secondPerson?: string
    issueApproval?: string
  }>

async function set(flags: SetFlags): Promise<void> {
  const { parsePolicy } = await import('#server')
  const raw: RawPolicy = {
    max_per_order: flags.maxPerOrder,
    threshold_base: flags.thresholdBase,
    insured: flags.insured,
    member_weekdays: flags.memberWeekdays,
    member_days_of_month: flags.memberDaysOfMonth,
    rule_packs: flags.rulePacks,
    template_approval: flags.templateApproval,
    known_shops: flags.knownShops,
    order_numbers: flags.orderNumbers,
    second_person: flags.secondPerson,
    issue_approval: flags.issueApproval,
  }
  const parsed = parsePolicy(raw)
  if (parsed.kind === 'invalid') {
    const [flag, given] = [`--${parsed.field.replaceAll('_', '-')}`, raw[parsed.field]]
    throw new UsageFault(`${flag} "${given}" ${parsed.rule.zh}`, `${flag} "${given}" ${parsed.rule.en}`)
  }
  const { changes } = parsed
  if (Object.keys(changes).length === 0) throw new UsageFault('请给出要修改的规则', 'name a rule to change')
  const change = { sellerId: flags.seller, changes }
  const changed = await withNumberedSeller(flags, (administration, numbered) =>
    administration.changePolicy({ ...change, ...numbered }),
  )
  await printPolicy(flags, changed)
}

async function show(flags: SellerFlags): Promise<void> {
  await printPolicy(flags, await withSeller(flags, (administration) => administration.findPolicy(flags.seller)))
}

async function printPolicy(flags: SellerFlags, { policy, version, setAtMs }: VersionedPolicy): Promise<void> {
  const { policyMembers } = await import('#server')
  const named = { seller_id: flags.seller, ...policyMembers(policy), version, set_at: instantText(setAtMs) }
  const lines = Object.entries(named)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])
  printResult(flags, named, valueLines(Object.fromEntries(lines)).join('\n'))
}

async function listPacks(flags: Readonly<{ json?: boolean }>): Promise<void> {
  const { rulePacks } = await import('#server')
  const columns: readonly Column<(typeof rulePacks)[number]>[] = [
    [say('规则包', 'Pack'), ({ pack, version }) => `${pack}@${version}`],
    [say('内容', 'Content'), localized],
  ]
  printResult(flags, { packs: rulePacks }, listText(columns, rulePacks, 'rule packs'))
}

const notes = helpNotes({
  notes: say(
    '服务端在一秒内采用；每次修改都是连锁的一个事件 policy。规则包写明版本，升级程序不会改变已选定的版本，要用新版本请再次设置。',
    'Running servers apply it within a second; every change is an event "policy". A rule pack is kept with its version: an upgrade of the program does not change it until you set it again.',
  ),
  examples: [
    'yaoquan policy set --data ./data --seller 111 --max-per-order 3 --member-days-of-month 8,18,28',
    'yaoquan policy set --data ./data --seller 111 --rule-packs rx-excluded,special-price-excluded',
  ],
})

/** Values by wire name, one a line. */
function valueLines(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).map(([wire, value]) => `${padToWidth(wire, 20)}${oneLine(String(value))}`)
}
