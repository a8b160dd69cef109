import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { patienceMs } from '../harness/patience.ts'
import { runCli, startCli } from '../harness/run-cli.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { lengthOf } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const rowCount = 20_000
const rounds = lengthOf(2, 1)
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-kill-upload-'))
  file = join(folder, 'coupons.csv')
  const rows = Array.from({ length: rowCount }, (_, n) => `K${n},139${10_000_000 + (n % 4000)},2027-12-31`)
  await writeFile(file, `coupon_code,phone,end_date\n${rows.join('\n')}\n`)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it(`completes an upload, each coupon once, after the server was killed in the middle, ${rounds} times`, async () => {
  let killed = 0
  for (let round = 0; killed < rounds; round += 1) {
    expect(round).toBeLessThan(2 * rounds + 2)
    const dataDir = join(folder, `data-${round}`)
    await prepareChain(dataDir)
    const { acknowledged, code } = await uploadUntilKilled(dataDir, (round % 4) * 40)
    // This process stood still until the upload was over.
    if (code === 0) continue
    killed += 1
    expect(code).toBe(1)
    const server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'])
    try {
      const before = await codesOf(server.url)
      expect(before.length).toBeGreaterThanOrEqual(acknowledged)
      expect(before.length).toBeLessThan(rowCount)
      const run = await runCli(uploadOf(server.url))
      expect(JSON.parse(run.stdout)).toEqual({
        out_request_no: 'U',
        rows: rowCount,
        created: rowCount,
        existing: 0,
        bad: 0,
      })
      expect(await codesOf(server.url)).toEqual(Array.from({ length: rowCount }, (_, n) => `K${n}`))
      expect(await runCli(['audit', 'verify', '--data', dataDir, '--seller', '111'])).toMatchObject({ code: 0 })
    } finally {
      await server.stop()
    }
  }
})

async function prepareChain(dataDir: string): Promise<void> {
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'kill' })
  await administration.createApp({ name: 'kill', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
}

function uploadOf(url: string): readonly string[] {
  const credentials = ['--app-key', testApp.appKey, '--app-secret', testApp.appSecret]
  return ['upload', file, '--url', url, ...credentials, '--out-request-no', 'U', '--json']
}

/**
 * Kills soon after the first acknowledgement: the rest takes a quick machine less than a second.
 * @returns the last number of rows a line acknowledged, and the exit code of the upload
 */
async function uploadUntilKilled(dataDir: string, afterMs: number) {
  const server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'])
  const upload = startCli(uploadOf(server.url))
  let told = ''
  let killing: Promise<unknown> | undefined
  upload.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    told += piece
    killing ??= new Promise((resolve) => setTimeout(() => resolve(server.stop('SIGKILL')), afterMs))
  })
  const [code] = await once(upload, 'close')
  await killing
  const acknowledged = Math.max(0, ...[...told.matchAll(/已导入 (\d+) 行/g)].map(([, rows]) => Number(rows)))
  return { acknowledged, code }
}

async function codesOf(url: string): Promise<readonly string[]> {
  const client = new TopClient({ url: `${url}/router/rest`, ...testApp, timeoutMs: patienceMs })
  const codes: string[] = []
  for await (const { couponCode } of client.allCoupons({})) codes.push(couponCode)
  return codes
}
