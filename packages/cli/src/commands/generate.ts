import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { newOutRequestNo, outRequestNoOption } from '#calls/request-number'
import { withByteSink } from '#export/byte-sink'
import { codeSink, generateCodes } from '#generate/generate-codes'
import { linePerSecond } from '#import/progress'
import { jsonOption, nonBlank, plainKey, type SellerFlags, sellerCommand, wholeNumber } from '#options/data-options'
import { helpNotes } from '#terminal/help-notes'
import { print, printJson, printNote, say, UsageFault } from '#terminal/output'

type GenerateFlags = SellerFlags &
  Readonly<{
    template: string
    count: number
    out?: string
    channel?: string
    reserve?: boolean
    outRequestNo?: string
  }>

/** `yaoquan generate`: creates coupons of a template that belong to no member, or codes that members claim later, and writes the codes as CSV. */
export function addGenerate(program: Command): void {
  sellerCommand(
    program,
    'generate',
    say('批量生成某模板的未绑定会员的券，券码写入CSV', 'generate coupons that have no member yet, codes as CSV'),
  )
    .requiredOption('--template <id>', say('模板id', 'template id, coupon_id'), plainKey)
    .requiredOption('--count <n>', say('张数', 'number of coupons'), wholeNumber(1, 100_000_000))
    .option('--out <file>', say('输出文件，缺省为标准输出', 'output file; default: standard output'), nonBlank)
    .option('--channel <channel>', say('渠道', 'channel'), plainKey)
    .option(
      '--reserve',
      say('只预留券码，会员领取时才成为券', 'only reserve codes; each becomes a coupon when a member claims it'),
    )
    .addOption(outRequestNoOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(generate)
}

async function generate(flags: GenerateFlags): Promise<void> {
  if (flags.json && flags.out === undefined)
    throw new UsageFault('--json 需要与 --out 一起使用', '--json requires --out')
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  // Printed on stderr, since the codes may go to stdout.
  if (!flags.json) printNote(`out_request_no ${outRequestNo}`)
  await withByteSink(flags.out, (bytes) =>
    withSeller(flags, (administration) => {
      const writeProgress = linePerSecond(printNote, Date.now)
      const onProgress = (count: number) => writeProgress(`generated ${count} of ${flags.count}`)
      const generation = { ...flags, outRequestNo, sink: codeSink(bytes), onProgress }
      const reserving = { generateCoupons: administration.reserveCodes }
      return generateCodes({ ...generation, administration: flags.reserve ? reserving : administration })
    }),
  )
  if (flags.json) printJson({ out_request_no: outRequestNo, count: flags.count, out: flags.out })
  else if (flags.out !== undefined)
    print(
      say(
        `已生成 ${flags.count} 张，券码见 ${flags.out}`,
        `${flags.count} coupons generated: their codes are in ${flags.out}`,
      ),
    )
}

const notes = helpNotes({
  notes: say(
    `券码16位，无易混字符，末位为校验位；每1000张提交一次，先入库后写入文件，计入模板库存，不受领取时间与会员限领约束。
--reserve 用于印在纸上、发在短信里而领取后才归会员的券码：券码本身还不是券，查询不到，也不能核销；会员领取时（yaoquan coupon claim --code）成为该会员的券，只能领取一次，此时才计入库存与会员限领，受领取时间约束，有效期自领取日起算。关闭模板即停止领取。
中断（如磁盘已满）后，用相同的 --out-request-no 与参数重新运行：已生成的券码会再次给出，不会重复生成。`,
    `A code has 16 characters without easily confused letters; the last one is a check character. Coupons are committed 1000 at a time before their codes are written. They count against the template's stock, but not against claim times and limits per member.
--reserve is for codes on paper or in SMS that belong to a member once they are claimed. Such a code is no coupon yet: it is not found and cannot be redeemed. When a member claims it (yaoquan coupon claim --code), it becomes that member's coupon, once; stock, limits per member, claim times and the days of validity count from then. Closing the template ends the claims.
If it was interrupted (by a full disk, for example), run it again with the same --out-request-no and options: codes that were already generated are written again, none is generated twice.`,
  ),
  examples: [
    'yaoquan generate --data ./data --seller 111 --template 11 --count 1000000 --out codes.csv',
    'yaoquan generate --data ./data --seller 111 --template 11 --count 5000 --reserve --channel flyer --out flyer.csv',
  ],
})
