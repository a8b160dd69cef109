import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-names-'))
  await runCli(['seller', 'create', '--data', join(folder, 'data'), '--seller', '111', '--name', '康民大药房'])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) => runCli([...args, '--data', join(folder, 'data'), '--seller', '111'])

async function importText(kind: 'shop' | 'category', text: string | Buffer) {
  const path = join(folder, `${kind}.csv`)
  await writeFile(path, text)
  return run(kind, 'import', path, '--json')
}

it('names shops from a file, and changes what it has columns for', async () => {
  const named = await importText('shop', 'code,name,city\n01,朝阳店,北京\n02,"海淀, 东",北京\n')
  expect(JSON.parse(named.stdout)).toEqual({ created: 2, changed: 0, unchanged: 0 })
  expect(JSON.parse((await importText('shop', '门店编码,门店名称\n01,朝阳店\n')).stdout)).toMatchObject({
    unchanged: 1,
  })
  const closed = await importText('shop', 'code,name,city,closed\n01,朝阳店,,\n02,"海淀, 东",北京,是\n')
  expect(JSON.parse(closed.stdout)).toEqual({ created: 0, changed: 2, unchanged: 0 })
  expect(JSON.parse((await run('shop', 'list', '--json')).stdout)).toEqual({
    shops: [
      { code: '01', name: '朝阳店', closed: false },
      { code: '02', name: '海淀, 东', city: '北京', closed: true },
    ],
  })
  expect((await run('shop', 'list')).stdout).toMatch(/02 +海淀, 东 +北京 +已闭店\n共 2 个/)
})

it('names categories, also from a file that Excel saved in GBK', async () => {
  const nameInGbk = Buffer.from('b8d0c3b0d3c3d2a9', 'hex')
  const text = Buffer.concat([Buffer.from('code,name,parent_code\n1001,'), nameInGbk, Buffer.from(',10\n')])
  expect(JSON.parse((await importText('category', text)).stdout)).toMatchObject({ created: 1 })
  expect((await run('category', 'list')).stdout).toMatch(/1001 +感冒用药 +10\n共 1 个/)
})

it('imports six thousand shops', async () => {
  const lines = Array.from({ length: 6000 }, (_, place) => `S${place},店${place}`)
  expect(JSON.parse((await importText('shop', `code,name\n${lines.join('\n')}`)).stdout)).toMatchObject({
    created: 6000,
  })
  const listed = JSON.parse((await run('shop', 'list', '--json')).stdout)
  expect(listed.shops.filter(({ code }: { code: string }) => code.startsWith('S'))).toHaveLength(6000)
})

it.each([
  ['', '文件是空的'],
  ['code,town\n', '表头有未知的列: "town"'],
  ['code,name,编码\n', '表头有未知的列'],
  ['code,name,门店名称\n', '表头有重复的列'],
  ['code\nN1\n', '表头缺少列: name（门店名称）'],
  ['code,name\nN1,a,b\n', '第 2 行有 3 列'],
  ['code,name\nN1,a\n\nN1,b\n', '第 4 行的 code 在同一次保存中重复'],
  ['code,name\nN1,a\nN2,\n', '第 3 行的 name 应为1到64个字符'],
  ['code,name,closed\nN1,a,maybe\n', '第 2 行的 closed 应为 yes 或 no'],
])('refuses the file %j', async (text, message) => {
  const refused = await importText('shop', text)
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(message)])
})

it('imported nothing of refused files', async () => {
  expect((await run('shop', 'list', '--json')).stdout).not.toContain('"N1"')
})
