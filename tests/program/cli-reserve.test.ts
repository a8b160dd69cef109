import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let server: CliServer
let store: readonly string[] = []
let gateway: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-reserve-'))
  const dataDir = join(folder, 'data')
  store = ['--data', dataDir, '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
  const app = JSON.parse((await runCli(['app', 'create', ...store, '--name', 'ERP', '--json'])).stdout)
  server = await serveCli(['--data', dataDir])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('reserved codes are written without days, and claimed one by one', async () => {
  const file = join(folder, 'flyer.json')
  const terms = { coupon_id: 'flyer', coupon_name: '10元券', kind: 'cash', coupon_amount: 10, valid_to_day: 9 }
  await writeFile(file, JSON.stringify(terms))
  await runCli(['template', 'save', file, ...gateway])
  const args = ['generate', ...store, '--template', 'flyer', '--count', '2', '--out-request-no', 'flyer']
  const reserved = await runCli([...args, '--reserve'])
  expect([reserved.code, reserved.stdout]).toEqual([0, expect.stringMatching(/^coupon_code\n([2-9A-Z]{16}\n){2}$/)])
  expect((await runCli([...args, '--reserve'])).stdout).toBe(reserved.stdout)
  const bearer = await runCli(args)
  expect([bearer.code, bearer.stderr]).toEqual([1, expect.stringContaining('请求号 flyer 已用于内容不同的请求')])
  const code = reserved.stdout.split('\n')[1] ?? ''
  const claim = ['coupon', 'claim', '--phone', '18612255669', ...gateway]
  const claimed = await runCli([...claim, '--code', code, '--json'])
  expect(JSON.parse(claimed.stdout)).toMatchObject({ coupons: [{ coupon_code: code }] })
  const found = await runCli(['coupon', 'get', code, '--json', ...gateway])
  expect(JSON.parse(found.stdout).coupon).toMatchObject({ coupon_id: 'flyer', status: '0' })
  const again = await runCli([...claim, '--code', code])
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('该券码已被领取 (CODE_ALREADY_CLAIMED)')])
  const neither = await runCli(claim)
  expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining('请至少指定 --template、--code 之一')])
  // Nine commands, each of which starts a program.
})
