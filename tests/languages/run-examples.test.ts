import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { itNeeds, runProgram } from '../harness/runtimes.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'examples-'))

let server: TestServer

/** On the host's clock, with which the examples stamp their calls. */
beforeAll(async () => {
  const rows = languages.map(({ name }) => ({
    couponCode: `券-${name}`,
    startDate: '2018-11-11',
    endDate: '2099-12-31',
  }))
  const importRows = async (administration: TestServer['administration']) => {
    await administration.importCoupons({ sellerId: '111', rows })
  }
  server = await startTestServer(importRows, { isProduction: true })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

type Language = Readonly<{
  name: string
  needs: readonly string[]
  compile?: readonly string[]
  run: readonly string[]
  /** In place of that of other tests. */
  locale?: string
}>

const program = join(folder, 'Redeem.exe')
const languages: readonly Language[] = [
  {
    name: 'java',
    needs: ['javac', 'java'],
    compile: ['javac', '-encoding', 'UTF-8', '-d', folder, 'java/Redeem.java'],
    run: ['java', '-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-cp', folder, 'Redeem'],
  },
  { name: 'php', needs: ['php'], run: ['php', '-d', 'arg_separator.output=&amp;', 'php/redeem.php'] },
  { name: 'python', needs: ['python3'], run: ['python3', 'python/redeem.py'] },
  {
    name: 'csharp',
    needs: ['mcs', 'mono'],
    compile: ['mcs', '-codepage:utf8', `-out:${program}`, 'csharp/Redeem.cs'],
    run: ['mono', program],
    // Its calendar has other years, which must not get into a timestamp.
    locale: 'th_TH.UTF-8',
  },
]

function run([command = '', ...args]: readonly string[], locale?: string): Promise<string> {
  const { appKey, appSecret } = testApp
  const app = { YAOQUAN_URL: server.url, YAOQUAN_APP_KEY: appKey, YAOQUAN_APP_SECRET: appSecret }
  const env = locale === undefined ? app : { ...app, LC_ALL: locale }
  return runProgram(command, args, { cwd: examples, env })
}

describe.each(languages)('the example in $name', ({ name, needs, compile, run: command, locale }) => {
  itNeeds(needs, 'redeems a coupon once, however often it is sent', async () => {
    if (compile !== undefined) await run(compile)
    const redeem = () => run([...command, `券-${name}`, `SO "${name}" & 1`], locale)
    const first = await redeem()
    expect(first).toMatch(/"redemption_id"/)
    const again = await redeem()
    expect(again).toMatch(/"already_done":\s?true/)
    const idOf = (printed: string) => /"redemption_id":\s?"(\w+)"/.exec(printed)?.[1]
    expect(idOf(again)).toBe(idOf(first))
  })
})
