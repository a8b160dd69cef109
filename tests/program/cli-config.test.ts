import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli, startCli } from '../harness/run-cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) => runCli(args, { XDG_CONFIG_HOME: folder })

it('types folder, seller and keys once: flags win over the profile, and its secrets are not printed', async () => {
  expect((await run('config', 'set', `data=${join(folder, 'data')}`, 'seller=111', 'app-key=1234')).code).toBe(0)
  const child = startCli(['config', 'set', 'app-secret=-', 'session=-'], { XDG_CONFIG_HOME: folder }, 'pipe')
  child.stdin?.end('topsecret\nother\n')
  await new Promise((resolve) => child.once('close', resolve))
  await run('seller', 'create', '--name', '康民大药房')
  expect((await run('shop-group', 'list', '--json')).stdout).toBe('{"shop_groups":[]}\n')
  for (const words of [
    ['--json', 'shop-group', 'list'],
    ['shop-group', '--json', 'list'],
  ]) {
    expect((await run(...words)).stdout).toBe('{"shop_groups":[]}\n')
  }
  expect((await run('shop-group', 'list', '--seller', '222')).stderr).toContain('222')
  expect((await run('sign', 'taobao.time.get')).stdout).toContain('app_key1234')
  const other = await run('sign', 'taobao.time.get', '--app-key', '5678')
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--app-secret') })
  const [text, json] = [await run('config', 'list'), await run('config', 'list', '--json')]
  expect(text.stdout).toMatch(/^default \* {2}app-secret {2}\*{6}$/m)
  expect(JSON.parse(json.stdout)).toMatchObject({ profile: 'default', settings: { length: 5 } })
  expect(text.stdout + json.stdout).not.toContain('topsecret')
})

it('keeps profiles beside each other', async () => {
  await run('config', 'set', '--profile', 'shop', 'url=http://127.0.0.1:1', 'session=t')
  await run('config', 'use', 'shop')
  await run('config', 'unset', 'session')
  expect(JSON.parse((await run('config', 'list', '--json')).stdout)).toMatchObject({
    profile: 'shop',
    settings: expect.arrayContaining([{ profile: 'shop', name: 'url', value: 'http://127.0.0.1:1/router/rest' }]),
  })
  expect(await run('config', 'use', 'gone')).toMatchObject({ code: 2, stderr: expect.stringContaining('gone') })
})

it.each([
  ['url=ftp://x', 'url: '],
  ['colour=red', 'colour'],
  ['seller=', 'seller: '],
  ['seller', 'name=value'],
])('refuses %s', async (word, said) => {
  expect(await run('config', 'set', word)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) })
})

it('keeps under a name how files of another system are read', async () => {
  const store = ['--data', join(folder, 'old'), '--seller', '111']
  await run('seller', 'create', ...store, '--name', '康民大药房')
  const importing = async (code: string, ...flags: readonly string[]) => {
    const file = join(folder, 'old.csv')
    await writeFile(file, `旧券号,联系方式,面额,失效日期,备注\n${code},18612255668,20,11/12/2099,x\n`)
    return run('import', file, ...store, '--json', ...flags)
  }
  const columns = ['--map', '旧券号=coupon_code', '--map', '联系方式=phone']
  expect(await importing('A1', ...columns, '--save-mapping', 'old')).toMatchObject({ code: 1 })
  expect(JSON.parse((await run('config', 'mappings', '--json')).stdout).mappings).toEqual([])
  const said = [...columns, '--ignore-unknown', '--dates', 'dmy']
  const check = await importing('A1', ...said, '--check', '--save-mapping', 'old')
  expect([check.code, check.stderr]).toEqual([2, expect.stringContaining('--check')])
  const saved = await importing('A1', ...said, '--save-mapping', 'old')
  expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining('映射 old') })
  const again = await importing('A2', '--mapping', 'old')
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { created: 1, bad: 0 }])
  // What is typed wins.
  expect((await importing('A1', '--mapping', 'old', '--dates', 'mdy')).code).toBe(1)
  expect(JSON.parse((await run('config', 'mappings', '--json')).stdout).mappings).toEqual([
    {
      name: 'old',
      map: { 旧券号: 'coupon_code', 联系方式: 'phone' },
      ignore_unknown: true,
      dates: 'dmy',
      encoding: null,
    },
  ])
  const unknown = await importing('A3', '--mapping', 'gone')
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('old') })
  const ndjson = join(folder, 'old.ndjson')
  await writeFile(ndjson, '{"coupon_code":"A3","phone":"18612255668","coupon_amount":"20"}\n')
  for (const flags of [
    ['--mapping', 'old'],
    ['--map', '旧券号=coupon_code'],
    ['--dates', 'dmy'],
  ]) {
    const refused = await run('import', ndjson, ...store, ...flags)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`${flags[0]} 只用于有列的文件`) })
  }
  await run('config', 'forget-mapping', 'old')
  expect((await importing('A3', '--mapping', 'old')).code).toBe(2)
})

it.each([
  ['{"old":', ' 不是 JSON'],
  ['[]', '：[] 不可用，应为 JSON 对象'],
  ['{"old":1}', ' old：1 不可用，应为 JSON 对象'],
  ['{"old":{}}', ' old.map：- 不可用，应为 JSON 对象'],
  ['{"old":{"map":{"券号":"coupon_cod"}}}', ' old.map.券号："coupon_cod" 不可用，应为字段'],
  ['{"old":{"map":{},"dates":"ymd"}}', ' old.dates："ymd" 不可用，应为 "dmy" 或 "mdy"'],
  ['{"old":{"map":{},"ignoreUnknown":"yes"}}', ' old.ignoreUnknown："yes" 不可用，应为 true 或 false'],
  ['{"old":{"map":{},"encoding":"gbkk"}}', ' old.encoding："gbkk" 不可用，应为编码'],
  ['{"old":{"map":{},"date":"dmy"}}', ' old.date："dmy" 不可用，成员只有 map'],
])('names file, place, value and rule of mappings that somebody broke: %s', async (content, said) => {
  const file = join(folder, 'yaoquan', 'mappings.json')
  await writeFile(file, content)
  const broken = await run('config', 'mappings')
  expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining(`${file}${said}`) })
  expect(broken.stderr.trim().split('\n')).toHaveLength(1)
  await rm(file)
})
