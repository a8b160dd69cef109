import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../harness/run-cli.ts'
import { addressesIn, readHtml, withoutFragment } from '../harness/site-crawl.ts'

let folder: string
let pages: readonly Readonly<{ path: string; text: string }>[]

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'yaoquan-docs-')), 'site')
  const run = await runCli(['docs', 'export', folder, '--url', 'https://coupons.example.com'])
  expect(run.code, run.stderr).toBe(0)
  const names = await readdir(folder, { recursive: true })
  const files = names.filter((name) => name.endsWith('.html')).map((name) => join(folder, name))
  pages = await Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })))
})

afterAll(() => rm(dirname(folder), { recursive: true }))

test('writes every page in both languages, and what programs read', () => {
  expect(pages.length).toBeGreaterThan(50)
  for (const name of ['index.html', 'en/index.html', 'openapi.json', 'postman.json', 'llms.txt']) {
    expect(existsSync(join(folder, name)), name).toBe(true)
  }
})

test('links from file to file, so that no server is needed', () => {
  for (const { path, text } of pages) {
    const urls = addressesIn(readHtml(text)).filter((url) => !/^(https?:|data:|#)/.test(url))
    expect(urls.length).toBeGreaterThan(20)
    for (const url of urls) {
      expect(url, path).not.toMatch(/^\//)
      expect(existsSync(join(dirname(path), withoutFragment(url))), `${path} → ${url}`).toBe(true)
    }
  }
})

test('calls the gateway it was told, in samples and from links to the tools', () => {
  const page = pages.find(({ path }) => path.endsWith('/yaoquan.coupon.redeem.html'))
  expect(page?.text).toContain('https://coupons.example.com/router/rest')
  const others = addressesIn(readHtml(page?.text ?? '')).filter((url) => url.startsWith('http'))
  expect(new Set(others.map((url) => new URL(url).origin))).toEqual(new Set(['https://coupons.example.com']))
})

test('leaves a folder alone that holds something, unless told to write into it', async () => {
  expect(await runCli(['docs', 'export', folder])).toMatchObject({ code: 1, stdout: '' })
  expect((await runCli(['docs', 'export', folder, '--force'])).code).toBe(0)
})
