import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { figuresOf, listReports, openAdministration, readSwitchState } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { makeCertificate } from '../harness/certificate.ts'
import { shadowOf, startCrm } from '../harness/passed-calls.ts'
import { runCli } from '../harness/run-cli.ts'
import { type Answering, startSecondCrm } from '../harness/second-crm.ts'
import { type ServerProcess, startShadowProcess } from '../harness/server-process.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { sizeOf } from '../harness/soak.ts'
import { changeRouteOf } from '../harness/switched-shadow.ts'

/** A minute and 2 s in a soak. */
const downMs = sizeOf(60_000, 0)
const slowMs = sizeOf(2_000, 200)
const callers = 8

const page = JSON.stringify({
  alibaba_alihealth_nr_crm_coupon_querycoupon_response: { result: { success: false }, request_id: 'r' },
})
const answerPage: Answering = (_request, response) => response.end(page)

let folder: string
let dataDir: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-shadow-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = (url: string) => post(url, signedParameters())

type Answers = Readonly<{ answered: number; unanswered: number; others: readonly string[] }>

/** Calls one after the other by several callers until it is stopped. */
function load(url: string): Readonly<{ unanswered(): number; stop(): Promise<Answers> }> {
  const texts: string[] = []
  let isOver = false
  const call = async () => {
    while (!isOver) {
      const text = await ask(url)
      texts.push(text)
      // Without an answer of the CRM a call takes no time.
      if (text !== page) await delay(20)
    }
  }
  const all = Promise.all(Array.from({ length: callers }, call))
  const isUnanswered = (text: string) => /"code":15,.*"isp.remote-/.test(text)
  const unanswered = () => texts.filter(isUnanswered).length
  return {
    unanswered,
    async stop() {
      isOver = true
      await all
      const answered = texts.filter((text) => text === page).length
      const others = texts.filter((text) => text !== page && !isUnanswered(text))
      return { answered, unanswered: unanswered(), others }
    },
  }
}

/** A process that ends with its test. */
async function shadowProcess(...command: Parameters<typeof startShadowProcess>): Promise<ServerProcess> {
  const shadow = await startShadowProcess(...command)
  onTestFinished(async () => void (await shadow.stop('SIGKILL')))
  return shadow
}

/** The report of a shadow. */
const reportOf = ({ port }: Readonly<{ port: number }>) => listReports(dataDir).find((run) => run.port === port)
const callsOf = (shadow: Readonly<{ port: number }>) => {
  const report = reportOf(shadow)
  return report && figuresOf(report)
}

it('answers all that the CRM answers, slowly or not, while it goes down and comes back, and counts what it did not see', async () => {
  const [port = 0] = await findFreePorts(1)
  const first = await startSecondCrm(answerPage, undefined, port)
  const shadow = await shadowOf(first.port, { compare: { dataDir, sellerId: '111' } })
  const calls = load(shadow.url)
  await expect.poll(() => first.requests.length).toBeGreaterThan(20)
  await first.close()
  await expect.poll(calls.unanswered).toBeGreaterThan(callers)
  await delay(downMs)
  const second = await startSecondCrm((...call) => void setTimeout(() => answerPage(...call), slowMs), undefined, port)
  onTestFinished(second.close)
  await expect.poll(() => second.requests.length).toBeGreaterThan(2 * callers)
  const { answered, unanswered, others } = await calls.stop()
  expect(others).toEqual([])
  expect(unanswered).toBeGreaterThan(callers)
  // What the first CRM had under way when it ended has no answer.
  const asked = first.requests.length + second.requests.length
  expect(answered).toBeLessThanOrEqual(asked)
  expect(answered).toBeGreaterThanOrEqual(asked - callers)
  await expect
    .poll(() => {
      const { calls: of, skipped = {} } = callsOf(shadow) ?? {}
      const { unanswered: notSeen, ...others } = skipped
      return [Object.values(others).reduce((sum, one) => sum + one, of?.compared ?? 0), notSeen]
    })
    .toEqual([answered, unanswered])
})

it('goes on after a kill -9, and says from when to when calls may not be counted', async () => {
  const crm = await startCrm(answerPage)
  const args = ['--upstream', `http://127.0.0.1:${crm.port}/router/rest`, '--data', dataDir, '--seller', '111']
  const [port = 0] = await findFreePorts(1)
  const start = () => shadowProcess([...args, '--port', String(port), '--admin-listen', 'off'])
  const startedMs = Date.now()
  const first = await start()
  await expect.poll(async () => (await ask(first.url)) && callsOf(first)?.calls.seen).toBeGreaterThan(0)
  expect(await ask(first.url)).toBe(page)
  const killedMs = Date.now()
  await first.stop('SIGKILL')
  const second = await start()
  expect(await ask(second.url)).toBe(page)
  const gaps = () => reportOf(first)?.gaps ?? []
  await expect.poll(gaps).toHaveLength(1)
  const [{ fromMs, toMs } = { fromMs: 0, toMs: 0 }] = gaps()
  expect(fromMs).toBeLessThanOrEqual(killedMs)
  expect(toMs).toBeGreaterThanOrEqual(killedMs)
  expect(fromMs).toBeGreaterThan(startedMs)
  const { stdout } = await runCli(['shadow', 'status', '--data', dataDir])
  expect(stdout).toContain('可能未计入')
  // One that is told to end leaves none.
  await second.stop()
  const third = await start()
  await expect.poll(() => reportOf(third)?.isClosed).toBe(false)
  expect(gaps()).toHaveLength(1)
})

it('answers where nothing can be written to the disk, and /ready says that it sees less', async () => {
  const crm = await startCrm(answerPage)
  const args = ['--upstream', `http://127.0.0.1:${crm.port}/router/rest`, '--data', dataDir, '--seller', '111']
  // Writes to files fail as on a full disk, and those to pipes do not.
  const shadow = await shadowProcess([...args, '--port', '0', '--admin-listen', '127.0.0.1:0'], 'ulimit -f 0')
  const comparing = async () => JSON.parse(await (await fetch(`${shadow.adminUrl}/ready`)).text()).checks.comparing
  await expect
    .poll(async () => {
      expect(await ask(shadow.url)).toBe(page)
      return comparing()
    })
    .toMatch(/^sees less: (?:not compared|the report cannot be written)/)
  expect(await ask(shadow.url)).toBe(page)
})

it('speaks TLS with Yaoquan, and checks its certificate', async () => {
  const files = makeCertificate(folder, 'ours')
  const [cert, key] = await Promise.all([readFile(files.certFile), readFile(files.keyFile)])
  const answerOurs: Answering = (_request, response) => response.end('{"by":"ours"}')
  const ours = await startCrm(answerOurs, { cert, key })
  const crm = await startCrm(answerPage)
  const administration = await openAdministration({ dataDir })
  onTestFinished(() => administration.close())
  const askBy = async (oursFingerprint: string | undefined) => {
    const compare = { dataDir, sellerId: '111' }
    const url = `https://127.0.0.1:${ours.port}/router/rest`
    const shadow = await shadowOf(crm.port, { compare, ours: url, oursFingerprint })
    const run = { dataDir, port: shadow.port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
    await expect.poll(() => readSwitchState(run)?.ours).toBeDefined()
    await changeRouteOf({ administration }, { run, appKey: signedParameters()['app_key'] ?? '' }, 'ours')
    const answered = { text: page }
    await expect
      .poll(async () => {
        answered.text = await ask(shadow.url)
        return answered.text
      })
      .not.toBe(page)
    return answered.text
  }
  const fingerprint = new X509Certificate(cert).fingerprint256
  expect(await askBy(fingerprint)).toBe('{"by":"ours"}')
  expect(await askBy(undefined)).toContain('"isp.remote-connection-error"')
  expect(await askBy(fingerprint.replace(/^../, (first) => (first === '00' ? '01' : '00')))).toContain('"isp.remote-')
  expect(crm.requests.length).toBeGreaterThan(0)
})
