import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { masterKey, storePlace } from '#administration/open-administration'
import {
  dataOption,
  nonBlank,
  privateWebhooksOption,
  type StoreFlags,
  storeOption,
  wholeNumber,
} from '#options/data-options'
import { adminListenOption, certOption, keyOption, logLevelOption } from '#options/network-options'
import { dayMs, parseClockText, parseDuration } from '#options/times'
import type { BackupSchedule } from '#serve/backup-schedule'
import { limitHeapGrowth } from '#serve/limit-heap-growth'
import type { ShadowBeside } from '#serve/shadow-beside'
import type { ServeOptions } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { say, UsageFault } from '#terminal/output'

type ServeFlags = StoreFlags &
  Pick<ServeOptions, 'host' | 'port' | 'allowPrivateWebhooks' | 'maxUploadBytes'> &
  Pick<ServeOptions, 'adminListen' | 'trustProxy' | 'proxyHeader'> &
  Readonly<{
    demo?: boolean
    sandbox?: boolean
    clock?: number
    workers: number
    cachedCoupons?: number
    knownCoupons?: number
    unknownCodes?: number
    tlsCert?: string
    tlsKey?: string
    logLevel: string
    backup?: string
    /** Milliseconds. */
    backupEvery: number
    /** Milliseconds. */
    backupKeep: number
    shadow?: string
  }>

/** `yaoquan serve`: runs the server until SIGTERM or SIGINT, then finishes the calls in flight. SIGHUP restarts the workers. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description(say('启动服务', 'start the server'))
    .option('--host <host>', say('监听地址', 'address to listen on'), nonBlank, '127.0.0.1')
    .option(
      '--port <port>',
      say('监听端口，0为任意空闲端口', 'port to listen on; 0: any free port'),
      wholeNumber(0, 65_535),
      8080,
    )
    .addOption(dataOption().default('./data'))
    .addOption(storeOption())
    .option('--demo', say('首次启动时生成演示数据', 'create demo data at the first start'))
    .option(
      '--sandbox',
      say(
        '沙箱：可建立测试应用，签名错误时指出原因；数据须为空或以沙箱建立',
        'sandbox: creates test apps and explains wrong signatures; the data must be empty or created by a sandbox',
      ),
    )
    .option(
      '--clock <time>',
      say('网关时钟的起始时间，仅限沙箱', 'start time of the gateway clock; sandbox only'),
      parseClockText,
    )
    .option(
      '--workers <n>',
      say('工作进程数，auto为处理器核数', 'number of worker processes; auto: one per core'),
      workerCount,
      1,
    )
    .addOption(privateWebhooksOption())
    .option(
      '--max-upload-bytes <n>',
      say('一次上传的字节数上限，压缩前', 'maximum size of one upload in bytes, uncompressed'),
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
      2 ** 30,
    )
    .option(
      '--cached-coupons <n>',
      say(
        '内存中缓存的查询结果最多包含的券数，缺省65536，0为不缓存',
        'maximum number of coupons in cached answers; default: 65536; 0: no cache',
      ),
      wholeNumber(0, 100_000_000),
    )
    .addOption(
      new Option('--known-coupons <n>', say('--cached-coupons 的旧名', 'former name of --cached-coupons'))
        .argParser(wholeNumber(0, 100_000_000))
        .hideHelp(),
    )
    .option(
      '--unknown-codes <n>',
      say(
        '每个应用、门店和地址每分钟可查询的不存在的券码数，打码应用查无结果的手机号数同此，缺省60，0为不限',
        'unknown coupon codes that an app, shop or address may look up per minute, and phones that find nothing of an app that sees them masked; default: 60; 0: no limit',
      ),
      wholeNumber(0, 1_000_000),
    )
    .addOption(certOption())
    .addOption(keyOption())
    .addOption(adminListenOption())
    .option(
      '--trust-proxy <list>',
      say(
        '可信的反向代理：IP、网段、loopback，逗号分隔；或层数',
        'trusted reverse proxies: IP addresses, CIDR ranges or loopback, separated by commas; or a number of hops',
      ),
      nonBlank,
    )
    .addOption(
      new Option(
        '--proxy-header <name>',
        say(
          '可信代理写入客户端地址的请求头，缺省 x-forwarded-for',
          'header in which trusted proxies send the client address; default: x-forwarded-for',
        ),
      ).choices(proxyHeaders),
    )
    .addOption(logLevelOption())
    .option('--backup <dir>', say('定时备份到此目录', 'take scheduled backups into this folder'), nonBlank)
    .addOption(
      new Option('--backup-every <duration>', say('备份间隔', 'interval between backups'))
        .argParser(parseDuration)
        .default(dayMs, '1d'),
    )
    .addOption(
      new Option('--backup-keep <duration>', say('备份保留时间', 'how long to keep backups'))
        .argParser(parseDuration)
        .default(30 * dayMs, '30d'),
    )
    .option(
      '--shadow <options>',
      say(
        '同时以独立进程运行影子，值为 yaoquan shadow 的选项，见文档“从现有CRM切换”',
        'run a shadow beside as a process of its own; the value is the options of yaoquan shadow, see the guide "Change over"',
      ),
      nonBlank,
    )
    .addHelpText('after', examples)
    .action(async (flags: ServeFlags) => {
      await serve(flags).finally(exitSoon)
    })
}

/** Ends the process when it does not end by itself: a line of standard output that nobody reads keeps it. */
function exitSoon(): void {
  setTimeout(() => process.exit(), exitAfterMs).unref()
}

const exitAfterMs = 1_000

const proxyHeaders = ['x-forwarded-for', 'forwarded'] as const

async function serve(flags: ServeFlags): Promise<void> {
  limitHeapGrowth()
  if (flags.clock !== undefined && !flags.sandbox) {
    throw new UsageFault('--clock 只能与 --sandbox 一起使用', '--clock requires --sandbox')
  }
  if (flags.proxyHeader !== undefined && flags.trustProxy === undefined) {
    throw new UsageFault('--proxy-header 需要与 --trust-proxy 一起使用', '--proxy-header requires --trust-proxy')
  }
  tlsFiles(flags)
  // Each process loads only its own side.
  if (cluster.isWorker) return (await import('#serve/serve-as-worker')).serveAsWorker(optionsOf(flags))
  if (flags.sandbox && flags.workers !== 1) {
    throw new UsageFault(
      '--sandbox 只能与 --workers 1 一起使用：各连锁的时钟在一个进程里',
      '--sandbox requires --workers 1, because its clocks are kept in one process',
    )
  }
  // Wrong options are refused here, before a worker starts.
  const { isSandbox } = optionsOf(flags)
  const { dataDir, storeUrl } = storePlace(flags)
  const { serveWithWorkers } = await import('#serve/serve-with-workers')
  const backups = await startBackups(flags)
  let shadow: ShadowBeside | undefined
  try {
    shadow = await startShadow(flags, { dataDir, storeUrl })
    await serveWithWorkers({ ...flags, isSandbox, dataDir, shadow })
  } finally {
    await Promise.all([backups?.stop(), shadow?.stop()])
  }
}

async function startShadow(
  { shadow: options, logLevel }: ServeFlags,
  place: Readonly<{ dataDir: string; storeUrl: string | undefined }>,
): Promise<ShadowBeside | undefined> {
  if (options === undefined) return undefined
  const { startShadowBeside } = await import('#serve/shadow-beside')
  return startShadowBeside({ options, ...place, logLevel })
}

async function startBackups(flags: ServeFlags): Promise<BackupSchedule | undefined> {
  const { backup, backupEvery, backupKeep, logLevel } = flags
  if (backup === undefined) return undefined
  const { dataDir, storeUrl } = storePlace(flags)
  if (storeUrl !== undefined) {
    throw new UsageFault(
      '--backup 只用于数据目录；数据库集群请用 mariadb-backup',
      '--backup works with a data folder only; use mariadb-backup for a database cluster',
    )
  }
  const { startBackupSchedule } = await import('#serve/backup-schedule')
  return startBackupSchedule({ folder: backup, dataDir, everyMs: backupEvery, keepMs: backupKeep, logLevel })
}

function optionsOf(flags: ServeFlags): ServeOptions {
  const { host, port, logLevel, allowPrivateWebhooks, maxUploadBytes, adminListen, trustProxy, proxyHeader } = flags
  return {
    host,
    port,
    logLevel,
    allowPrivateWebhooks,
    maxUploadBytes,
    adminListen,
    trustProxy,
    proxyHeader,
    ...storePlace(flags),
    ...masterKey(),
    ...tlsFiles(flags),
    isDemo: flags.demo ?? false,
    isSandbox: flags.sandbox ?? false,
    clockStartMs: flags.clock,
    cachedCoupons: flags.cachedCoupons ?? flags.knownCoupons,
    unknownCodesPerMinute: flags.unknownCodes,
    isOneOfSeveral: flags.workers > 1,
  }
}

/** @throws UsageFault if only one of the two is given */
function tlsFiles({ tlsCert, tlsKey }: ServeFlags): Pick<ServeOptions, 'tls'> {
  if (tlsCert !== undefined && tlsKey !== undefined) return { tls: { certFile: tlsCert, keyFile: tlsKey } }
  if (tlsCert === undefined && tlsKey === undefined) return {}
  throw new UsageFault('--tls-cert 与 --tls-key 须同时指定', '--tls-cert and --tls-key must be given together')
}

function workerCount(value: string): number {
  return value === 'auto' ? availableParallelism() : wholeNumber(1, 128)(value)
}

const examples = helpNotes({
  notes: say(
    `就绪后输出两行:
  admin on http://127.0.0.1:PORT
  listening on http://HOST:PORT`,
    `Prints two lines when it is ready:
  admin on http://127.0.0.1:PORT
  listening on http://HOST:PORT`,
  ),
  examples: [
    'yaoquan serve',
    'yaoquan serve --port 0 --data /var/lib/yaoquan',
    'yaoquan serve --demo --data ./data',
    'yaoquan serve --data /var/lib/yaoquan --backup /mnt/backup/yaoquan --backup-every 6h',
    'yaoquan serve --port 8081 --data ./data --shadow "--upstream https://crm.example.com/router/rest --seller 111 --port 8443"',
    'yaoquan serve --sandbox --data ./sandbox --clock 2026-11-24T22:29:00+08:00',
  ],
})
