import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { storePlace } from '#administration/open-administration'
import { jsonOption, nonBlank, storeCommand } from '#options/data-options'
import type { MappedStatus } from '#server'
import { decisionColumns, portOption, type RunFlags, reasonText, unlessBusy } from '#shadow/find-runs'
import { helpNotes } from '#terminal/help-notes'
import { instantText, OperationFault, oneLine, printNote, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

type MapFlags = StatusPlaceFlags & Readonly<{ reason?: string; by?: string }>

/** `yaoquan shadow status-map`: what a status of the CRM of today means, which learning needs to know. */
export function addShadowStatusMap(shadow: Command): void {
  storeCommand(
    shadow,
    'status-map',
    say('说明现有CRM的券状态的含义，供学习使用', 'say what a status of the CRM of today means, for learning'),
  )
    .argument('[status]', say('现有CRM的状态，如 1', 'status of the CRM of today, such as 1'), statusText)
    .argument('[means]', say('unused、used 或 void', 'unused, used or void'), meaningOf)
    .option('--reason <text>', say('理由', 'why'), reasonText)
    .option('--by <name>', say('何人，缺省为系统用户', 'who; default: the user of the system'), nonBlank)
    .addOption(portOption())
    .option(
      '--crawl',
      say(
        '指最近的抓取，其上游或连锁与影子运行不同时',
        'the latest crawl, where its upstream or seller is not that of the shadow run',
      ),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(mapOrList)
}

const classStaysOpen = say(
  '状态的含义已记下；但此影子运行的决定已满，此类仍列为未处理',
  'the meaning of the status is kept, but this shadow run has too many decisions: its class stays open',
)

const meanings = ['unused', 'used', 'void'] as const satisfies readonly MappedStatus['means'][]

function meaningOf(text: string): MappedStatus['means'] {
  const means = meanings.find((one) => one === text)
  if (means !== undefined) return means
  throw new InvalidArgumentError(say('应为 unused、used 或 void', 'must be unused, used or void'))
}

function statusText(text: string): string {
  const status = nonBlank(text)
  if (status === '0') throw new InvalidArgumentError(say('0 总是未使用', '0 is always unused'))
  if (status.length <= 64) return status
  throw new InvalidArgumentError(say('最多64个字符', 'must have 64 characters or fewer'))
}

async function mapOrList(
  status: string | undefined,
  means: MappedStatus['means'] | undefined,
  flags: MapFlags,
): Promise<void> {
  const { decideStatus, maskNumbers, readStatuses } = await import('#server')
  const place = await findStatusPlace(flags)
  if (status !== undefined) {
    const { reason, by = userInfo().username } = flags
    if (means === undefined || reason === undefined) {
      throw new UsageFault('须给出含义与 --reason', 'the meaning and --reason are needed')
    }
    const mapped = { status, means, reason: maskNumbers(reason), by: oneLine(by).slice(0, 80), atMs: Date.now() }
    const outcome = await unlessBusy(() => decideStatus(place, mapped, Date.now))
    if (outcome === 'statuses-full') throw new OperationFault('已有太多状态', 'too many statuses are mapped')
    if (outcome === 'decisions-full') printNote(classStaysOpen)
  }
  const statuses = readStatuses(place)
  const document = statuses.map(({ atMs, ...one }) => ({ ...one, at: instantText(atMs) }))
  printResult(flags, { statuses: document }, listText(columns, statuses, 'statuses'))
}

const columns: readonly Column<MappedStatus>[] = [
  [say('状态', 'status'), ({ status }) => status],
  [say('含义', 'means'), ({ means }) => means],
  ...decisionColumns,
]

const notes = helpNotes({
  notes: say(
    `状态0为未使用。其他状态的券在有人说明含义之前不学习；yaoquan shadow status 与 yaoquan shadow crawl 以 learning:status:1/- 这样的类列出，附例子。过期的券为 unused，过期由日期算出。写入数据目录的 shadow/statuses.json，可在影子或抓取运行时执行，此后的应答即按此学习；影子结果中此类至今的例子即算已决定。已完成的抓取须再次执行。不带参数时列出。`,
    `Status 0 is unused. Coupons of another status are not learned until a person says what it means; yaoquan shadow status and yaoquan shadow crawl list them as classes such as learning:status:1/-, with examples. An expired coupon is unused, since expiry follows from the dates. Written to shadow/statuses.json of the data folder; may run while the shadow or a crawl is running, and counts for answers from then on. What a shadow run listed of that class until then counts as decided. Run a crawl that is done again. Lists them without arguments.`,
  ),
  examples: [
    "yaoquan shadow status-map 1 used --reason '收银台已核销' --data ./data",
    'yaoquan shadow status-map --data ./data',
  ],
})

/** The flags of a place of statuses. */
type StatusPlaceFlags = RunFlags & Readonly<{ crawl?: boolean }>

/** The seller of the statuses, and the data folder. */
type StatusPlace = Readonly<{ dataDir: string; upstream: string; sellerId: string }>

/**
 * The upstream and seller of the shadow runs and of the latest crawl of a data folder.
 * @throws OperationFault if there is none, or UsageFault if there are several and the flags name none of them
 */
async function findStatusPlace(flags: StatusPlaceFlags): Promise<StatusPlace> {
  const { listReports, readPosition } = await import('#server')
  const { dataDir } = storePlace(flags)
  const runs = flags.crawl === true ? [] : listReports(dataDir).filter(({ port }) => port === (flags.port ?? port))
  const crawl = flags.port === undefined ? readPosition(dataDir) : undefined
  const found = [...runs, ...(crawl === undefined ? [] : [crawl])]
  const places = new Map(
    found.map(({ upstream, sellerId }) => [`${upstream} ${sellerId}`, { dataDir, upstream, sellerId }]),
  )
  const [place, ...others] = places.values()
  if (place === undefined) {
    throw new OperationFault(
      `${dataDir} 中没有影子运行或抓取，请先执行 yaoquan shadow --learn 或 yaoquan shadow crawl`,
      `${dataDir} has no shadow run and no crawl; run yaoquan shadow --learn or yaoquan shadow crawl first`,
    )
  }
  if (others.length === 0) return place
  const ports = runs.map(({ port }) => port).join(', ')
  throw new UsageFault(
    `影子运行或抓取的上游、连锁不同，请用 --port（${ports}）或 --crawl 指定`,
    `shadow runs and crawl are of different upstreams or sellers; give --port (${ports}) or --crawl`,
  )
}
