import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode, print, UsageFault } from '#terminal/output'
import { controlOfShadow, requestControl } from './control-file.ts'
import { createPrimaryLog } from './primary-log.ts'

/** A shadow run beside a server. */
export type ShadowBeside = Readonly<{
  /** Lets its calls in flight finish. Does nothing once it was left. */
  stop(): Promise<void>
  /** Leaves it to its calls while this process ends. */
  leave(): Promise<void>
}>

export type ShadowPlan = Readonly<{
  /** Options of `yaoquan shadow` as a person wrote them, separated by blanks. */
  options: string
  dataDir: string
  storeUrl: string | undefined
  logLevel: string
}>

/** After it ended by itself it is started again this much later; twice as much each time, until it has run for a minute. */
const firstPauseMs = 1_000
const maxPauseMs = 30_000
const steadyAfterMs = 60_000
/** Exit code of wrong options. */
const wrongOptions = 2

/**
 * Starts `yaoquan shadow` as a process of its own, and again when it fails; not where a person stopped it. Neither process takes the other with it; one that an
 * earlier server left behind on the port is stopped first.
 * @returns once it passes calls, or could not start for another reason than its options
 * @throws UsageFault for wrong options
 */
export async function startShadowBeside(plan: ShadowPlan): Promise<ShadowBeside> {
  const words = wordsOf(plan)
  const log = createPrimaryLog(plan.logLevel)
  const stopping = new AbortController()
  const first = Promise.withResolvers<void>()
  let child: ChildProcess | undefined
  let isLeft = false

  async function runOnce(): Promise<RunEnd> {
    const startedMs = performance.now()
    const started = spawnShadow(words, plan.storeUrl)
    child = started
    let wasReady = false
    const lines = createInterface({ input: started.stdout })
    lines.on('line', (line) => {
      print(`shadow ${line}`)
      if (!line.startsWith('listening on ')) return
      wasReady = true
      first.resolve()
    })
    const [code] = await once(started, 'exit')
    child = undefined
    return { code, wasReady, lastedMs: performance.now() - startedMs }
  }

  async function repeat(): Promise<void> {
    let pauseMs = firstPauseMs
    for (let isFirst = true; !stopping.signal.aborted && !isLeft; isFirst = false) {
      const { code, wasReady, lastedMs } = await runOnce().catch(notStarted)
      if (stopping.signal.aborted || isLeft) return
      if (isFirst && code === wrongOptions)
        return first.reject(new UsageFault('--shadow 的选项有误', 'wrong options of --shadow'))
      first.resolve()
      if (wasReady && code === 0)
        return log.logger.warn('影子已按要求停止 (the shadow was stopped, and is not started again)')
      if (lastedMs > steadyAfterMs) pauseMs = firstPauseMs
      log.logger.error({ code, restartMs: pauseMs }, '影子进程退出，将重新启动 (the shadow ended and is started again)')
      if (!wasReady) await requestControl(controlOfShadow(plan.dataDir, portIn(words)), 'stop').catch(() => undefined)
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      pauseMs = Math.min(maxPauseMs, pauseMs * 2)
    }
  }

  async function stop(): Promise<void> {
    if (isLeft) return
    if (stopping.signal.aborted) return running
    stopping.abort()
    // Windows has no signals: they would end it with its calls.
    if (process.platform === 'win32') await requestControl(controlOfShadow(plan.dataDir, portIn(words)), 'stop')
    else child?.kill('SIGTERM')
    await running
    await log.close()
  }

  const running = repeat()
  // A person who cannot wait ends both. A server that crashed leaves the shadow to its calls.
  process.once('exit', () => stopping.signal.aborted && child?.kill('SIGKILL'))
  const endEarly = () => void stop().finally(() => process.exit(1))
  for (const name of signals) process.on(name, endEarly)
  try {
    await first.promise
  } finally {
    for (const name of signals) process.off(name, endEarly)
  }
  return {
    stop,
    async leave() {
      isLeft = true
      log.logger.error('服务出错退出，影子继续转发 (the server fails; the shadow goes on passing calls)')
      await log.close()
    },
  }
}

const signals = ['SIGTERM', 'SIGINT'] as const

/** `code`: name of the error where the system starts no process */
type RunEnd = Readonly<{ code: number | string | null; wasReady: boolean; lastedMs: number }>

/** The system may have no memory or no room for a process at the moment. */
function notStarted(error: unknown): RunEnd {
  return { code: errorCode(error), wasReady: false, lastedMs: 0 }
}

function wordsOf({ options, dataDir, logLevel }: ShadowPlan): readonly string[] {
  const words = options.trim().split(/\s+/)
  const isOfServer = words.some((word) => /^--(?:data|store|log-level)(?:=|$)/.test(word))
  if (isOfServer || portIn(words) === 0) {
    throw new UsageFault(
      '--shadow 须含 --port，不含 --data、--store、--log-level：它们与服务相同',
      '--shadow needs --port, and no --data, --store or --log-level: those of the server hold',
    )
  }
  return [...words, '--data', dataDir, '--log-level', logLevel]
}

/** 0 where none is named. */
function portIn(words: readonly string[]): number {
  const text = words.join(' ')
  return Number(/(?:^| )--port[= ](\d+)(?: |$)/.exec(text)?.[1] ?? 0)
}

/**
 * Its log goes to the stream of this process. The URL of the store may have a password, which arguments would show. Without the mark of npm it
 * does not end with a parent that was killed.
 */
function spawnShadow(words: readonly string[], storeUrl: string | undefined) {
  const { npm_command: _ofNpm, ...own } = process.env
  const env = storeUrl === undefined ? own : { ...own, YAOQUAN_STORE: storeUrl }
  const [, program = ''] = process.argv
  return spawn(process.execPath, [...process.execArgv, program, 'shadow', 'run', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
}
