import { type Command, Option } from 'commander'
import { masterKey, storePlace } from '../administration.ts'
import { UsageFault } from '../faults.ts'
import { parseClockText } from '../options/clock-text.ts'
import { dataOption, nonBlank, storeOption, wholeNumber } from '../options/data-options.ts'
import { privateWebhooksOption } from '../options/private-webhooks-option.ts'
import { print } from '../terminal/output.ts'

type ServeFlags = Readonly<{
  host: string
  port: number
  data: string
  store?: string
  demo?: boolean
  sandbox?: boolean
  clock?: number
  allowPrivateWebhooks?: boolean
  logLevel: string
}>

/** `yaoquan serve`: runs the server until SIGTERM or SIGINT, which let calls in flight finish. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('启动服务 (start the server)')
    .addOption(new Option('--host <host>', '监听地址 (address to listen on)').argParser(nonBlank).default('127.0.0.1'))
    .addOption(
      new Option('--port <port>', '端口，0为任意空闲端口 (0: any free port)')
        .argParser(wholeNumber(0, 65_535))
        .default(8080),
    )
    .addOption(dataOption().default('./data'))
    .addOption(storeOption())
    .option('--demo', '首次启动时生成演示数据 (make up demo data at the first start)')
    .option('--sandbox', '沙箱：签名错误时指出原因 (the sandbox names the mistake in a bad signature)')
    .addOption(
      new Option('--clock <time>', '网关时钟的起点，仅限沙箱 (start the clock there)').argParser(parseClockText),
    )
    .addOption(privateWebhooksOption())
    .addOption(new Option('--log-level <level>', '日志级别 (logs, on stderr)').choices(logLevels).default('info'))
    .addHelpText('after', examples)
    .action(serve)
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

async function serve(flags: ServeFlags): Promise<void> {
  if (flags.clock !== undefined && !flags.sandbox) {
    throw new UsageFault('--clock 只能与 --sandbox 一起使用', '--clock needs --sandbox')
  }
  const stopped = stopSignal()
  const { startServer } = await import('#server')
  const server = await startServer({
    host: flags.host,
    port: flags.port,
    ...storePlace(flags),
    isDemo: flags.demo ?? false,
    isSandbox: flags.sandbox ?? false,
    ...(flags.clock === undefined ? {} : { clockStartMs: flags.clock }),
    ...masterKey(),
    logLevel: flags.logLevel,
    allowPrivateWebhooks: flags.allowPrivateWebhooks ?? false,
    announce: print,
  })
  print(`listening on ${server.url}`)
  await stopped
  await server.close()
}

/** Resolves at the first SIGTERM or SIGINT; the second ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = () => {
      if (isStopping) process.exit(1)
      isStopping = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    onParentGone(() => {
      if (!isStopping) stop()
    })
  })
}

/** Started by npm or npx, a signal ends npm's shell alone: the server would go on as an orphan. */
function onParentGone(stop: () => void): void {
  if (process.env['npm_command'] === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}

const examples = `
就绪后输出一行 (prints when it answers): listening on http://HOST:PORT

示例 Examples:
  yaoquan serve
  yaoquan serve --port 0 --data /var/lib/yaoquan
  yaoquan serve --demo --data ./data
  YAOQUAN_STORE=mysql://yaoquan:secret@db1:3306,db2:3306,db3:3306/yaoquan yaoquan serve
  yaoquan serve --sandbox --clock 2026-11-24T22:29:00+08:00`
