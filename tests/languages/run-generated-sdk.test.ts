import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getTime, methods } from '@yaoquan/api'
import { generateSdk, sdkLanguages } from '@yaoquan/samples'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itNeeds, runProgram } from '../harness/runtimes.ts'
import { compileCsharpSdk, compilePhp, samplePrograms, writeSdk } from '../harness/sample-program.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const stories = join(root, 'tests/fixtures/sdk-stories')
const folder = mkdtempSync(join(tmpdir(), 'generated-sdk-'))

let server: TestServer

/** On the host's clock, since SDKs stamp their calls with it. */
beforeAll(async () => {
  const terms = { startDate: '2018-11-11', endDate: '2099-12-31', billDate: '2018-11-11', couponAmount: '99' }
  const rows = [...sdkLanguages, 'csharp2015', 'csharp2023'].flatMap((language) =>
    [1, 2].map((n) => ({ couponCode: `${language}-${n}`, couponName: '满199减99', channel: language, ...terms })),
  )
  server = await startTestServer(
    async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows })
    },
    { isProduction: true },
  )
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The first two lines of every story, see its README; then comes how the language refuses a call without a request number. */
const beginning = (language: string) => [
  `${language}-1 满199减99,${language}-2 满199减99 of 2`,
  'redeemed true with id true',
]

describe('generated classes send, read answers and refuse what lacks a parameter', () => {
  itNeeds(['javac', 'java'], 'in Java', async () => {
    const cwd = await place('java', samplePrograms.java.prepare)
    copyFileSync(join(stories, 'Story.java'), join(cwd, 'Story.java'))
    await runProgram('javac', ['-encoding', 'UTF-8', '-cp', 'classes', '-d', '.', 'Story.java'], { cwd })
    const printed = await runProgram('java', ['-Dstdout.encoding=UTF-8', '-cp', 'classes:.', 'Story', ...caller()], {
      cwd,
    })
    expect(linesOf(printed)).toEqual([...beginning('java'), '40:client-error:Missing required arguments:outRequestNo'])
  })

  for (const year of ['2023', '2015']) {
    itNeeds(['mcs', 'mono'], `in C# from an assembly of their own, with the SDK of ${year}`, async () => {
      const options = year === '2015' ? '-define:TOP_SDK_2015' : ''
      const cwd = await place(`csharp${year}`, async (made) => {
        writeSdk(made, 'csharp')
        await compileCsharpSdk(made, options)
      })
      copyFileSync(join(stories, 'Story.cs'), join(cwd, 'Story.cs'))
      const references = ['-r:TopSdk.dll,Yaoquan.dll', '-r:System.Core.dll']
      await runProgram('mcs', ['-codepage:utf8', ...references, 'Story.cs'], { cwd })
      const story = ['Story.exe', ...caller(), `csharp${year}`]
      const printed = await runProgram('mono', story, { cwd, env: { LC_ALL: 'C.UTF-8' } })
      expect(linesOf(printed)).toEqual([
        ...beginning(`csharp${year}`),
        '40:client-error:Missing required arguments:out_request_no',
      ])
    })
  }

  itNeeds(['php'], 'in PHP', async () => {
    const cwd = await place('php', samplePrograms.php.prepare)
    copyFileSync(join(stories, 'story.php'), join(cwd, 'story.php'))
    const printed = await runProgram('php', ['-d', 'display_errors=1', 'story.php', ...caller()], { cwd })
    expect(linesOf(printed)).toEqual([
      ...beginning('php'),
      'client-check-error:Missing Required Arguments: outRequestNo',
    ])
  })

  itNeeds(['python3'], 'in Python, whose SDK checks nothing: the gateway does', async () => {
    const cwd = await place('python', samplePrograms.python.prepare)
    copyFileSync(join(stories, 'story.py'), join(cwd, 'story.py'))
    const env = { PYTHONIOENCODING: 'utf-8' }
    const printed = await runProgram('python3', ['story.py', ...caller()], { cwd, env })
    expect(linesOf(printed)).toEqual([...beginning('python'), expect.stringMatching(/'code': 40.*out_request_no/)])
  })

  itNeeds(['go'], 'in Go, formatted and vetted', async () => {
    const cwd = await place('go', async (made) => writeSdk(made, 'go'))
    expect(await runProgram('gofmt', ['-l', '.'], { cwd })).toBe('')
    await runProgram('go', ['vet', './...'], { cwd })
    mkdirSync(join(cwd, 'story'))
    copyFileSync(join(stories, 'story.go'), join(cwd, 'story/main.go'))
    const printed = await runProgram('go', ['run', './story', ...caller()], { cwd })
    expect(linesOf(printed)).toEqual([
      ...beginning('go'),
      'client-error:Missing required arguments:out_request_no',
      expect.stringMatching(/^25 Invalid signature/),
    ])
  })

  it('in Node.js in a package of ES modules, too', async () => {
    const cwd = await place('nodejs-modules', async (made) => writeSdk(made, 'nodejs'))
    writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }')
    const text = "import Yaoquan from './yaoquan.cjs'\nconsole.log(typeof new Yaoquan({}).yaoquanCouponRedeem)\n"
    writeFileSync(join(cwd, 'index.js'), text)
    expect(await runProgram('node', ['index.js'], { cwd })).toBe('function\n')
  })

  it.each(['promise', 'callback'])('in Node.js, over a client of the %s kind', async (kind) => {
    const cwd = await place(`nodejs-${kind}`, async (made) => writeSdk(made, 'nodejs'))
    symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'))
    copyFileSync(join(stories, 'story.cjs'), join(cwd, 'story.cjs'))
    const printed = await runProgram('node', ['--no-deprecation', 'story.cjs', ...caller(), kind], { cwd })
    expect(linesOf(printed)).toEqual([
      ...beginning('nodejs'),
      'client-error:Missing required arguments:out_request_no',
      '27',
    ])
  })
})

describe('every generated file', () => {
  itNeeds(['php'], 'is PHP', async () => {
    const cwd = await place('php-all', async (made) => writeSdk(made, 'php'))
    await runProgram('sh', ['-c', compilePhp], { cwd })
  })

  itNeeds(['python3'], 'is Python', async () => {
    const cwd = await place('python-all', async (made) => writeSdk(made, 'python'))
    await runProgram('sh', ['-c', 'python3 -m compileall -q top'], { cwd })
  })

  it.each(sdkLanguages)('names every method in the README of %s, and is made alike twice', (language) => {
    const definitions = Object.values(methods)
    const files = generateSdk(language, definitions)
    expect([...generateSdk(language, definitions)]).toEqual([...files])
    for (const { name } of definitions) expect(files.get('README.md')).toContain(`| ${name} |`)
  })

  it.each(sdkLanguages)('of %s is about the methods that were asked for', (language) => {
    const texts = [...generateSdk(language, [getTime]).values()].join('\n')
    expect(texts).toContain('taobao.time.get')
    expect(texts).not.toContain('yaoquan.coupon.redeem')
  })
})

function caller(): readonly string[] {
  return [`${server.url}/router/rest`, testApp.appKey, testApp.appSecret]
}

function linesOf(printed: string): readonly string[] {
  return printed.trim().split(/\r?\n/)
}

async function place(name: string, prepare: (made: string) => Promise<void>): Promise<string> {
  const made = join(folder, name)
  mkdirSync(made)
  await prepare(made)
  return made
}
