import { type Command, InvalidArgumentError, Option } from 'commander'
import { masterKey, storePlace } from '#administration/open-administration'
import { lineEvery } from '#import/progress'
import {
  dataOption,
  environmentOption,
  jsonOption,
  nonBlank,
  type StoreFlags,
  sellerOption,
  storeOption,
  wholeNumber,
} from '#options/data-options'
import { fingerprintOption, type UpstreamFlags, upstreamOption } from '#options/network-options'
import { parseDuration } from '#options/times'
import { stopSignal } from '#serve/stop-signal'
import type { CrawlEnd, CrawlHours } from '#server'
import { crawlDocument, crawlText, progressText, type TargetFlags, targetsOf } from '#shadow/crawl-text'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, printResult, say } from '#terminal/output'

type CrawlFlags = UpstreamFlags &
  StoreFlags &
  TargetFlags &
  Readonly<{
    seller: string
    appKey: string
    appSecret: string
    session?: string
    rate: number
    hours?: CrawlHours
    pageSize: number
    /** Milliseconds. */
    timeout: number
    restart?: boolean
    json?: boolean
  }>

/** `yaoquan shadow crawl`: pages through the CRM of today and learns its coupons. */
export function addShadowCrawl(shadow: Command): void {
  shadow
    .command('crawl')
    .description(
      say(
        '以应用的密钥翻页查询现有CRM，学习其中的券',
        'page through the CRM of today as an app, and learn its coupons',
      ),
    )
    .addOption(upstreamOption())
    .addOption(fingerprintOption())
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(appOption('YAOQUAN_APP_KEY', '--app-key <key>', say('应用', 'app')))
    .addOption(appOption('YAOQUAN_APP_SECRET', '--app-secret <secret>', say('应用的密钥', 'app secret')))
    .addOption(
      environmentOption(
        'YAOQUAN_SESSION',
        '--session <token>',
        say('现有CRM要求的会话', 'session, if the CRM of today wants one'),
      ).argParser(nonBlank),
    )
    .option('--channel <list>', say('按渠道，逗号分隔', 'by channels, comma-separated'), nonBlank)
    .option('--phones <file>', say('按文件中的手机号，每行一个', 'by the phones of a file, one a line'), nonBlank)
    .option('--cards <file>', say('按文件中的会员卡号，每行一个', 'by the cards of a file, one a line'), nonBlank)
    .option('--rate <n>', say('每秒调用数', 'calls a second'), rateOf, 2)
    .option(
      '--hours <from-to>',
      say('只在这些钟点 (GMT+8)，如 22-6', 'only at these hours (GMT+8), such as 22-6'),
      hoursOf,
    )
    .option('--page-size <n>', say('每页数量', 'coupons a page'), wholeNumber(1, 200), 100)
    .addOption(
      new Option('--timeout <duration>', say('一次调用的时限', 'deadline of a call'))
        .argParser(parseDuration)
        .default(10_000, '10s'),
    )
    .option('--restart', say('放弃未完成的抓取，从头开始', 'begin anew, and forget an unfinished crawl'))
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(crawl)
}

function appOption(variable: string, flags: string, description: string): Option {
  return environmentOption(variable, flags, description).argParser(nonBlank).makeOptionMandatory()
}

const maxRate = 100

function rateOf(text: string): number {
  const rate = /^\d{1,3}(?:\.\d{1,2})?$/.test(text) ? Number(text) : 0
  if (rate > 0 && rate <= maxRate) return rate
  throw new InvalidArgumentError(say('应大于0，不超过100', 'must be above 0 and at most 100'))
}

function hoursOf(text: string): CrawlHours {
  const [fromHour = -1, toHour = -1] = (/^(\d{1,2})-(\d{1,2})$/.exec(text) ?? []).slice(1).map(Number)
  const isHour = (hour: number, least: number) => hour >= least && hour <= least + 23
  if (isHour(fromHour, 0) && (isHour(toHour, 0) || toHour === 24) && fromHour !== toHour) return { fromHour, toHour }
  throw new InvalidArgumentError(say('应为 22-6 这样的钟点', 'must be hours such as 22-6'))
}

async function crawl({
  appKey,
  appSecret,
  session,
  rate,
  timeout,
  restart = false,
  ...flags
}: CrawlFlags): Promise<void> {
  const { crawlUpstream, readStatuses } = await import('#server')
  const targets = await targetsOf(flags)
  const stopping = new AbortController()
  void stopSignal(() => process.exit(1)).then(() => stopping.abort())
  const clock = () => performance.now()
  const write = lineEvery({ everyMs: 1_000, write: (line) => process.stderr.write(`${line}\n`), clock })
  const end = await crawlUpstream({
    ...flags,
    ...storePlace(flags),
    ...masterKey(),
    sellerId: flags.seller,
    app: { appKey, appSecret, session },
    targets,
    callsPerSecond: rate,
    timeoutMs: timeout,
    restarts: restart,
    stop: stopping.signal,
    onProgress: (position) => write(progressText(position, rate)),
  })
  const { dataDir } = storePlace(flags)
  const mapped = readStatuses({ ...end.position, dataDir })
  printResult(flags, crawlDocument(end), crawlText(end, { dataDir, mapped }))
  const fault = faultOf(end)
  if (fault !== undefined) throw fault
}

function faultOf(end: CrawlEnd): OperationFault | undefined {
  switch (end.kind) {
    case 'done':
      return undefined
    case 'stopped':
      return new OperationFault('已停止，再次执行即继续', 'stopped; run it again to go on')
    case 'quota':
      return new OperationFault(
        '应用的限额已用完（错误码7），已停止，以免影响ERP；稍后再次执行即继续',
        'the quota of the app is used up (code 7); stopped, since it is the quota of the ERP too. Run it again later to go on',
      )
    case 'refused':
      return new OperationFault(
        `现有CRM拒绝调用：错误码 ${end.code} ${end.subCode}`,
        `the CRM of today refuses the call: code ${end.code} ${end.subCode}`,
      )
    case 'too-long':
      return new OperationFault(
        '应答超过 1 MiB 或 100,000 个值，请用较小的 --page-size',
        'the answer has more than 1 MiB or 100,000 values: give a smaller --page-size',
      )
    case 'failed':
      return new OperationFault(
        `现有CRM没有应答（${end.fault}），再次执行即继续`,
        `the CRM of today gave no answer (${end.fault}); run it again to go on`,
      )
  }
}

const notes = helpNotes({
  notes: say(
    `须给出 --channel、--phones、--cards 之一。券的学习同 yaoquan shadow --learn，可与影子和 yaoquan serve 同时运行。进度写入数据目录的 shadow/crawl.json，其中没有手机号与卡号；中断之后以同样的选项再次执行即继续。一个对象（渠道、手机号或卡号）查完后，与药券中的数目比较；不等而有新内容时再查，至多三遍，仍不等的列出。
个别对象被拒绝（如手机号不合上游的规则）时记下行号并继续；连续20个被拒绝即停止。错误码7即停止。其他暂时的故障至多重试五次。退出码：0 完成，1 未完成，2 用法错误。`,
    `One of --channel, --phones and --cards is required. Coupons are learned as by yaoquan shadow --learn; it may run beside the shadow and yaoquan serve. The position is in shadow/crawl.json of the data folder, which holds no phones and cards; run it again with the same options to go on. After each channel, phone or card the number of its coupons is compared with the one here. If they differ and something new came, it is asked for again, three times at most; what still differs is listed.
A target that the CRM of today refuses, such as a phone against its rules, is listed by its line, and the crawl goes on; it stops after 20 in a row. Stops at code 7. Other faults that may pass are tried five times more. Exit codes: 0 done, 1 not done, 2 wrong usage.`,
  ),
  examples: [
    'yaoquan shadow crawl --upstream https://crm.example.com/router/rest --data ./shadow-data --seller 111 --channel erp,wx --rate 5 --hours 22-6',
  ],
})
