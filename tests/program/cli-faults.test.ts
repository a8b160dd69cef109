import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliRun, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-faults-'))
  await runCli(words('chain create --data DIR/data --seller 111 --name x'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A command line as words; DIR stands for the test's folder. */
function words(line: string): readonly string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace('DIR', folder))
}

function expectOneLine({ code, stdout, stderr }: CliRun, exit: number, message: RegExp): void {
  expect([code, stdout]).toEqual([exit, ''])
  expect(stderr).toMatch(/^yaoquan: [^\n]+\n$/)
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/\bat .*:\d+|内部错误/)
}

const credentials = '--app-key k --app-secret topsecret'

it.each([
  ['srve', /未知的命令.*srve/],
  ['seller bogus', /未知的命令.*bogus/],
  ['serve --prot 1', /未知的选项.*--prot/],
  ['serve --port abc', /--port.*0到65535/],
  ['serve --port 70000', /--port.*0到65535/],
  ['serve --port', /--port/],
  ['serve extra', /参数过多/],
  ['serve --data DIR/x --clock 2026-11-24T22:29:00+08:00', /--clock.*--sandbox/],
  ['serve --data DIR/x --sandbox --clock yesterday', /--clock.*2026-11-24T22:29:00\+08:00/],
  ['serve --log-level loud', /--log-level/],
  ['seller create --data DIR/data --name x', /缺少必选的选项.*--seller/],
  ['chain create --seller 1 --name x', /请指定 --data/],
  ['chain create --data DIR/data --seller 1', /缺少必选的选项.*--name/],
  ['app create --data DIR/data --name x', /缺少必选的选项.*--seller/],
  ['app create --data DIR/data --name x --seller 111 --allow-ip 10.0.0', /--allow-ip.*CIDR/],
  ['app create --data DIR/data --name x --seller 111 --calls-per-day 0', /--calls-per-day/],
  ['app create --data DIR/data --name x --seller 111 --app-secret topsecret', /至少16个字符/],
  [
    'app create --data DIR/data --name x --seller 111 --allow yaoquan.coupon.redem',
    /最接近的是 yaoquan\.coupon\.redeem/,
  ],
  ['app update k --data DIR/data --deny taobao.time', /最接近的是 taobao\.time\.get/],
  ['app update k --data DIR/data --preset cashier', /--preset.*till/],
  ['app update k --data DIR/data', /没有给出要修改的设置/],
  ['app rotate k --data DIR/data --app-secret topsecret', /至少16个字符/],
  ['app rotate k --data DIR/data --old-until 2020-01-01', /将来/],
  ['session create --data DIR/data --app-key k --seller 111 --token topsecret', /至少16个字符/],
  ['session create --data DIR/data --seller 111', /缺少必选的选项.*--app-key/],
  ['session create --data DIR/data --app-key k --seller 111 --days 0', /--days.*1到36500/],
  ['import --data DIR/data --seller 111', /缺少必选的参数.*file/],
  ['import a.csv --data DIR/data', /缺少必选的选项.*--seller/],
  ['import a.csv --data DIR/data --seller 111 --encoding klingon', /--encoding.*未知的编码/],
  [`call m ${credentials}`, /缺少必选的选项.*--url/],
  ['call m --url http://127.0.0.1:1 --app-secret topsecret', /缺少必选的选项.*--app-key/],
  [`call --url http://127.0.0.1:1 ${credentials}`, /缺少必选的参数.*method/],
  [`call m --url ftp://127.0.0.1 ${credentials}`, /--url.*http/],
  [`call m --url http://127.0.0.1:1 ${credentials} --format yaml`, /--format.*json, xml/],
  [`call m --url http://127.0.0.1:1 ${credentials} --sign-method sha1`, /--sign-method.*hmac-sha256/],
  [`call m --url http://127.0.0.1:1 ${credentials} novalue`, /name=value/],
  [`call m --url http://127.0.0.1:1 ${credentials} session=x`, /--session/],
  [`call m --url http://127.0.0.1:1 ${credentials} --sesion=topsecret`, /未知的选项.*--sesion/],
  [`sign m ${credentials} --timestamp noon`, /--timestamp/],
  [`query --url http://127.0.0.1:1 ${credentials} --all --page-num 2`, /--all.*--page-num/],
  [`query --url http://127.0.0.1:1 ${credentials} --page-size 201`, /--page-size.*1到200/],
])('answers `yaoquan %s` with one line and exit code 2', async (line, message) => {
  const run = await runCli(words(line))
  expectOneLine(run, 2, message)
  expect(run.stderr).not.toContain('topsecret')
})

it.each([
  ['chain create --data DIR/data --seller 111 --name x', /连锁 111 已存在/],
  ['app create --data DIR/data --name x --seller 999', /连锁 999 不存在/],
  ['session create --data DIR/data --app-key none --seller 111', /该 app_key 不存在/],
  ['app show none --data DIR/data', /该 app_key 不存在/],
  ['app disable none --data DIR/data', /该 app_key 不存在/],
  ['app rotate none --data DIR/data --retire', /该 app_key 不存在/],
  ['session revoke 0123456789abcdef --data DIR/data', /没有会话 0123456789abcdef/],
  ['import DIR/none.csv --data DIR/data --seller 111', /文件不存在/],
  ['import DIR --data DIR/data --seller 111', /不是文件/],
  ['logs tail DIR/none.log', /文件不存在/],
  ['call taobao.time.get --url http://127.0.0.1:1 --app-key k --app-secret topsecret', /无法连接.*127\.0\.0\.1:1/],
  ['query --url http://127.0.0.1:1 --app-key k --app-secret topsecret', /无法连接.*127\.0\.0\.1:1/],
  ['conformance --store http://k:topsecret@127.0.0.1:1/yaoquan', /--store .*mysql:\/\//],
])('answers `yaoquan %s` with one line and exit code 1', async (line, message) => {
  const run = await runCli(words(line))
  expectOneLine(run, 1, message)
  expect(run.stderr).not.toContain('topsecret')
})

it('refuses an import for a seller that does not exist', async () => {
  await writeFile(join(folder, 'one.csv'), 'coupon_code\nx\n')
  expectOneLine(await runCli(words('import DIR/one.csv --data DIR/data --seller 999')), 1, /连锁 999 不存在/)
})

it('names an app or session that exists already', async () => {
  const app = words(
    'app create --data DIR/data --name x --seller 111 --app-key twice --app-secret s --allow-weak-secret',
  )
  expect((await runCli(app)).code).toBe(0)
  expectOneLine(await runCli(app), 1, /app_key 已存在/)
  const session = words('session create --data DIR/data --app-key twice --seller 111 --token t --allow-weak-secret')
  expect((await runCli(session)).code).toBe(0)
  expectOneLine(await runCli(session), 1, /session 已存在/)
})

it('refuses a sandbox over data of production, and production over a sandbox', async () => {
  const serve = words('serve --port 0 --log-level silent --data DIR/data')
  expectOneLine(await runCli([...serve, '--sandbox']), 1, /--sandbox 只能用于空的数据目录/)
  const sandbox = await serveCli(words('--data DIR/sandbox --sandbox'))
  await sandbox.stop()
  expectOneLine(await runCli(words('serve --port 0 --log-level silent --data DIR/sandbox')), 1, /只能以 --sandbox 启动/)
})

it('names a data folder that cannot be made', async () => {
  await writeFile(join(folder, 'file'), 'x')
  expectOneLine(await runCli(words('serve --port 0 --log-level silent --data DIR/file/data')), 1, /file\/data/)
  expectOneLine(await runCli(words('chain create --data DIR/file/data --seller 1 --name x')), 1, /file\/data/)
})

it('names a damaged database and a wrong master key', async () => {
  await runCli(words('chain create --data DIR/damaged --seller 111 --name x'))
  const serve = words('serve --port 0 --log-level silent --data DIR/damaged')
  expectOneLine(await runCli(serve, { YAOQUAN_MASTER_KEY: 'ab'.repeat(32) }), 1, /主密钥与数据不符/)
  await writeFile(join(folder, 'damaged', 'yaoquan.db'), 'no database at all, but long enough to look at')
  expectOneLine(await runCli(serve), 1, /yaoquan\.db 已损坏/)
})

it.each([
  'serve --port 0 --log-level silent --data DIR/earlier',
  'backup DIR/backups --data DIR/earlier',
  'audit verify --data DIR/earlier',
  'audit checkpoint --data DIR/earlier',
  'key status --data DIR/earlier',
  'migrate-store --from sqlite:DIR/earlier --to sqlite:DIR/later',
])('says how to read the store of an earlier version: %s', async (command) => {
  await mkdir(join(folder, 'earlier'), { recursive: true })
  await writeFile(join(folder, 'earlier', 'master.key'), 'ab'.repeat(32), { mode: 0o600 })
  const database = new DatabaseSync(join(folder, 'earlier', 'yaoquan.db'))
  // What stores had before `schema_step`.
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS schema_version (version INTEGER)')
  database.close()
  expectOneLine(await runCli(words(command)), 1, /较早的版本写入.*yaoquan export/)
})

it('takes --json before a command as behind it', async () => {
  const created = await runCli(words('--json seller create --data DIR/data --seller 5 --name'))
  expect(created).toMatchObject({ code: 2, stdout: '' })
  const before = await runCli(words('--json seller list --data DIR/data'))
  expect(before).toEqual(await runCli(words('seller list --data DIR/data --json')))
  expect(Object.keys(JSON.parse(before.stdout))).toEqual(['sellers'])
  expect(JSON.parse(before.stdout)).toEqual(expect.anything())
})

it('names a port in use, and creates nothing for a server that cannot listen', async () => {
  const server = await serveCli(words('--data DIR/port'))
  const { port } = new URL(server.url)
  const second = await runCli(words(`serve --demo --log-level silent --data DIR/port2 --port ${port}`))
  await server.stop()
  expectOneLine(second, 1, new RegExp(`端口已被占用.*${port}`))
  const noKey = words(
    'serve --demo --log-level silent --data DIR/port2 --port 0 --tls-cert DIR/none --tls-key DIR/none',
  )
  expectOneLine(await runCli(noKey), 1, /证书或私钥无法使用/)
  const twice = words('serve --demo --data DIR/port2 --port 18913 --admin-listen 127.0.0.1:18913 --log-level silent')
  expectOneLine(await runCli(twice), 1, /--admin-listen.*127\.0\.0\.1:18913/)
  const overlapping = words('serve --demo --data DIR/port2 --host 0.0.0.0 --port 18913 --admin-listen 127.0.0.1:18913')
  expectOneLine(await runCli([...overlapping, '--log-level', 'silent']), 1, /端口已被占用: 127\.0\.0\.1:18913.*off/)
  expect(existsSync(join(folder, 'port2'))).toBe(false)
})

it('prints help with exit code 0 when asked, and with 2 when no command is given', async () => {
  const help = await runCli(['--help'])
  expect([help.code, help.stderr]).toEqual([0, ''])
  for (const command of ['serve', 'seller', 'app', 'session', 'import', 'call', 'sign', 'query']) {
    expect(help.stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
  }
  expect(await runCli([])).toMatchObject({ code: 2, stdout: '' })
  const version = await runCli(['--version'])
  expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
})

it.each(['serve', 'seller create', 'app create', 'session create', 'import', 'call', 'sign', 'query'])(
  'shows an example in the help of %s',
  async (command) => {
    const { code, stdout } = await runCli([...words(command), '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`示例[^]*yaoquan ${command}`))
  },
)
