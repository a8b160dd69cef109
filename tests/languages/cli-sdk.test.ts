import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { methods } from '@yaoquan/api'
import { generateSdk, sdkLanguages } from '@yaoquan/samples'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-sdk-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const generate = (lang: string, out: string, ...more: string[]) =>
  runCli(['sdk', 'generate', '--lang', lang, '--out', out, ...more])

it.each(sdkLanguages)('writes every file of %s and says how many', async (lang) => {
  const out = join(folder, 'every', lang)
  const isOfPlatform = ['java', 'php', 'python', 'csharp'].includes(lang)
  const wanted = Object.values(methods).filter(({ name }) => !(isOfPlatform && name === 'taobao.time.get'))
  const files = generateSdk(lang, wanted)
  const run = await generate(lang, out)
  expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`已生成 ${files.size} 个文件`) })
  for (const [path, text] of files) expect(readFileSync(join(out, path), 'utf8')).toBe(text)
})

it('writes only the methods it is asked for, and tells them in JSON', async () => {
  const out = join(folder, 'one')
  const run = await generate('java', out, '--method', 'yaoquan.coupon.redeem', '--method', 'taobao.time.get', '--json')
  expect(JSON.parse(run.stdout)).toMatchObject({ lang: 'java', methods: ['taobao.time.get', 'yaoquan.coupon.redeem'] })
  expect(readdirSync(join(out, 'com/taobao/api/request')).toSorted()).toEqual([
    'TimeGetRequest.java',
    'YaoquanCouponRedeemRequest.java',
  ])
})

it('refuses a folder that holds something, and writes nothing', async () => {
  const out = join(folder, 'taken')
  mkdirSync(out)
  writeFileSync(join(out, 'mine.txt'), 'mine')
  const run = await generate('php', out)
  expect(run).toMatchObject({ code: 1, stdout: '' })
  expect(run.stderr).toContain('目录不为空')
  expect(readdirSync(out)).toEqual(['mine.txt'])
})

it('writes beside other files with --force, again and again, but never over one it did not write', async () => {
  const out = join(folder, 'shared')
  mkdirSync(out)
  writeFileSync(join(out, 'mine.txt'), 'mine')
  expect(await generate('nodejs', out, '--force')).toMatchObject({ code: 0 })
  writeFileSync(join(out, 'yaoquan.cjs'), 'stale')
  expect(await generate('nodejs', out, '--force')).toMatchObject({ code: 0 })
  expect(readFileSync(join(out, 'yaoquan.cjs'), 'utf8')).toContain('module.exports = Yaoquan')
  expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('mine')

  mkdirSync(join(out, 'go'))
  writeFileSync(join(out, 'go/README.md'), 'mine')
  const refused = await generate('go', join(out, 'go'), '--force')
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toContain('不覆盖并非由本命令生成的文件')
  expect(readFileSync(join(out, 'go/README.md'), 'utf8')).toBe('mine')
  expect(existsSync(join(out, 'go/client.go'))).toBe(false)
})

it('leaves alone what a damaged list of generated files may be about', async () => {
  const out = join(folder, 'damaged')
  await generate('nodejs', out, '--method', 'taobao.time.get')
  writeFileSync(join(out, '.yaoquan-sdk.json'), '{')
  expect(await generate('nodejs', out, '--force')).toMatchObject({ code: 1, stderr: expect.stringContaining('已损坏') })
  expect(readFileSync(join(out, 'yaoquan.cjs'), 'utf8')).not.toContain('yaoquan.coupon.redeem')
})

it.each([
  [['--lang', 'cobol', '--out', 'x'], /--lang/],
  [['--lang', 'php'], /--out/],
  [['--lang', 'php', '--out', 'x', '--method', 'yaoquan.coupon.burn'], /没有名为 yaoquan.coupon.burn 的API/],
])('refuses %j as bad usage', async (args, message) => {
  const run = await runCli(['sdk', 'generate', ...args])
  expect(run.code).toBe(2)
  expect(run.stderr).toMatch(message)
})

it('tells of a place that is a file', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await generate('go', join(folder, 'file'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ENOTDIR'),
  })
})
