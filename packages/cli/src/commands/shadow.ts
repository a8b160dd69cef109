import { type Command, Option } from 'commander'
import { masterKey, storePlace } from '#administration/open-administration'
import { dataOption, nonBlank, plainKey, type StoreFlags, storeOption, wholeNumber } from '#options/data-options'
import {
  adminListenOption,
  certOption,
  fingerprintOption,
  keyOption,
  logLevelOption,
  oursFingerprintOption,
  type UpstreamFlags,
  upstreamOption,
} from '#options/network-options'
import { parseDuration } from '#options/times'
import { shadowStopped } from '#serve/control-file'
import { stopSignal } from '#serve/stop-signal'
import type { ShadowOptions } from '#server'
import { readSellersFile } from '#shadow/sellers-file'
import { helpNotes } from '#terminal/help-notes'
import { print, say, UsageFault } from '#terminal/output'

type ShadowFlags = UpstreamFlags &
  StoreFlags &
  Pick<ShadowOptions, 'host' | 'port' | 'adminListen'> &
  Readonly<{
    /** Milliseconds. */
    timeout: number
    seller?: string
    sellers?: string
    learn?: boolean
    exactForm?: boolean
    ours?: string
    oursFingerprint?: string
    forwardedFor?: boolean
    tlsCert?: string
    tlsKey?: string
    logLevel: string
  }>

/** `yaoquan shadow`: passes calls on to the CRM of today until SIGTERM or SIGINT, then finishes those in flight. */
export function addShadowRun(shadow: Command): void {
  shadow
    .command('run', { isDefault: true })
    .description(
      say(
        '把每个调用原样转给现有CRM，把应答原样返回；命令名 run 可省略',
        'pass every call on to the CRM of today and its answers back, unchanged; `run` may be left out',
      ),
    )
    .addOption(upstreamOption())
    .addOption(fingerprintOption())
    .addOption(dataOption())
    .addOption(storeOption())
    .option(
      '--seller <id>',
      say(
        '把应答与此连锁在药券中的数据比较，缺省不比较',
        'compare the answers with the data of this seller here; default: no comparison',
      ),
      plainKey,
    )
    .option(
      '--sellers <file>',
      say(
        '几个连锁共用一个现有CRM时，按应用或会话说明调用属于哪个连锁；需要 --seller',
        'whose calls they are, by app or session, where several sellers share the CRM of today; requires --seller',
      ),
      nonBlank,
    )
    .option('--learn', say('把应答中的券记入此连锁的数据', 'keep the coupons of answers in the data of this seller'))
    .option(
      '--exact-form',
      say(
        '写法不同也算差异：空白、顺序、数字、JSON 或 XML',
        'count another form as a deviation: white space, order, numbers, JSON or XML',
      ),
    )
    .option(
      '--ours <url>',
      say(
        '药券服务器的网关地址，应答路由到药券的调用，见 shadow route；需要 --seller',
        'gateway of the Yaoquan server that answers calls routed to it, see shadow route; requires --seller',
      ),
      nonBlank,
    )
    .addOption(oursFingerprintOption())
    .option('--host <host>', say('监听地址', 'address to listen on'), nonBlank, '127.0.0.1')
    .option(
      '--port <port>',
      say('监听端口，0为任意空闲端口', 'port to listen on; 0: any free port'),
      wholeNumber(0, 65_535),
      8080,
    )
    .addOption(
      new Option('--timeout <duration>', say('一次调用的时限', 'deadline of a call'))
        .argParser(parseDuration)
        .default(60_000, '60s'),
    )
    .option('--forwarded-for', say('把调用方地址加入 X-Forwarded-For', "add the caller's address to X-Forwarded-For"))
    .addOption(certOption())
    .addOption(keyOption())
    .addOption(adminListenOption())
    .addOption(logLevelOption())
    .addHelpText('after', notes)
    .action(runShadow)
}

async function runShadow(flags: ShadowFlags): Promise<void> {
  const options = optionsOf(flags)
  const { startShadow } = await import('#server')
  const running = await startShadow(options)
  if (running.adminUrl !== undefined) print(`admin on ${running.adminUrl}`)
  print(`listening on ${running.url}`)
  // Signals hold also where the disk hangs.
  await Promise.race([stopSignal(() => process.exit(1)), shadowStopped(options.dataDir, running.port)])
  await running.close()
}

function optionsOf({ tlsCert, tlsKey, timeout, forwardedFor = false, ...flags }: ShadowFlags): ShadowOptions {
  if (flags.ours !== undefined && flags.seller === undefined) {
    throw new UsageFault('--ours 需要与 --seller 一起使用', '--ours requires --seller')
  }
  if (flags.oursFingerprint !== undefined && flags.ours === undefined) {
    throw new UsageFault('--ours-fingerprint 需要与 --ours 一起使用', '--ours-fingerprint requires --ours')
  }
  const common = {
    ...flags,
    timeoutMs: timeout,
    addsForwardedFor: forwardedFor,
    dataDir: flags.data,
    compare: compareOf(flags),
  }
  if (tlsCert !== undefined && tlsKey !== undefined) {
    return { ...common, tls: { certFile: tlsCert, keyFile: tlsKey } }
  }
  if (tlsCert === undefined && tlsKey === undefined) return common
  throw new UsageFault('--tls-cert 与 --tls-key 须同时指定', '--tls-cert and --tls-key must be given together')
}

function compareOf(
  flags: Pick<ShadowFlags, 'data' | 'store' | 'seller' | 'sellers' | 'learn' | 'exactForm'>,
): ShadowOptions['compare'] {
  if (flags.seller !== undefined) {
    const sellers = flags.sellers === undefined ? undefined : readSellersFile(flags.sellers)
    const { seller: sellerId, learn: learns, exactForm: isFormExact } = flags
    return { ...storePlace(flags), ...masterKey(), sellerId, sellers, learns, isFormExact }
  }
  const needsSeller = { '--sellers': flags.sellers, '--learn': flags.learn, '--exact-form': flags.exactForm }
  const [given] = Object.entries(needsSeller).filter(([, value]) => value !== undefined)
  if (given === undefined) return undefined
  const [flag] = given
  throw new UsageFault(`${flag} 须同时指定 --seller`, `${flag} needs --seller`)
}

const notes = helpNotes({
  notes: say(
    `/router/rest 与 /router/batch 的所有调用，不论方法，都转给上游，字节不变；没有应答时返回错误码15，sub_code 为 isp.remote-connection-error 或 isp.remote-service-timeout。
指定 --seller 时，在应答转出之后于后台用药券的数据再答一次并比较，只读；结果见 yaoquan shadow status。药券自身的故障不影响调用。
就绪后输出两行：admin on … 与 listening on …。切换的步骤见文档中心“从现有CRM切换”。`,
    `All calls of /router/rest and /router/batch, whatever their method, go to the upstream unchanged. Where it gives no answer, the caller gets code 15 with isp.remote-connection-error or isp.remote-service-timeout.
With --seller it answers each query again from the data here, in the background and only reading, and compares; see yaoquan shadow status. No fault of its own changes a call.
Prints two lines when it is ready: admin on … and listening on …. The guide "Change over from today's CRM" of the document centre has the steps.`,
  ),
  examples: [
    'yaoquan shadow check --upstream https://crm.example.com/router/rest',
    'yaoquan shadow --upstream https://crm.example.com/router/rest --port 8080',
    'yaoquan shadow --upstream https://crm.example.com/router/rest --data ./data --seller 111',
    'yaoquan shadow --upstream https://crm.example.com/router/rest --data ./data --seller 111 --sellers sellers.txt',
    'yaoquan shadow --upstream https://crm.example.com/router/rest --data ./data --seller 111 --ours http://127.0.0.1:8081/router/rest --port 8080',
  ],
})
