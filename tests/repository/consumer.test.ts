import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importedModules } from '../../scripts/build/rewrite-imports.ts'
import { copyRepository } from '../../scripts/copy-repository.ts'
import { openFile } from '../harness/language-server.ts'
import { canBeAlone, missingForNewcomers, type Newcomers, sendNewcomers } from '../harness/newcomers.ts'
import { startServerProcess } from '../harness/server-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const libraries = ['api', 'protocol', 'basket', 'client', 'samples']

const version = '9.8.7'

/** Where everything happens, outside of the repository, so that nothing is found by chance. */
let place: string
/** A copy of the repository, in which the release is tried. */
let copy: string
/** What the dry run of the release printed. */
let released: string

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'consumer-'))
  copy = join(place, 'repository')
  copyRepository(root, copy)
  released = run(process.execPath, ['scripts/release.ts', version, '--dry-run', '--out', join(place, 'packed')], copy)
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

test('a dry run of a release builds and packs every package under the new version, and changes nothing', () => {
  expect(released).toContain('Dry run: nothing was changed.')
  expect(released).toContain(`CHANGELOG.md has no entry for ${version}`)
  const tarballs = [...released.matchAll(/^[0-9a-f]{64} {2}dist\/(\S+)$/gm)].map((match) => match[1])
  expect(tarballs).toEqual([
    'yaoquan-api-9.8.7.tgz',
    'yaoquan-protocol-9.8.7.tgz',
    'yaoquan-basket-9.8.7.tgz',
    'yaoquan-client-9.8.7.tgz',
    'yaoquan-samples-9.8.7.tgz',
    'yaoquan-9.8.7.tgz',
    'yaoquan-conformance-9.8.7.tgz',
  ])
  expect(readdirSync(join(place, 'packed'))).toEqual(expect.arrayContaining([...tarballs, 'SHA256SUMS']))
  expect(released).toContain("git tag --annotate v9.8.7 --message 'Yaoquan 9.8.7'")
  expect(git('status', '--porcelain', '--ignored', '--', 'dist', 'packages', 'package.json')).toBe('')
})

describe('@yaoquan/api, @yaoquan/protocol, @yaoquan/basket, @yaoquan/client and @yaoquan/samples, installed into an empty folder', () => {
  let folder: string

  beforeAll(() => {
    folder = emptyFolder('libraries')
    // Offline: whatever else they asked for could not be had.
    install(folder, { names: libraries, flags: ['--offline'] })
    for (const file of [
      'use-libraries.js',
      'use-types.ts',
      'use-methods.ts.txt',
      'hovered.ts.txt',
      'one-method.js.txt',
    ])
      cpSync(join(root, 'tests/consumer', file), join(folder, file.replace(/\.txt$/, '')))
  })

  test('bring nothing else along', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(installed).toEqual(['@yaoquan'])
    expect(readdirSync(join(folder, 'node_modules/@yaoquan')).toSorted()).toEqual(libraries.toSorted())
  })

  test('work in an ES module', () => {
    expect(JSON.parse(run(process.execPath, ['use-libraries.js'], folder))).toEqual(expectedOutput)
  })

  test('work in a CommonJS module, by require and by import', () => {
    writeFileSync(join(folder, 'use-libraries.cjs'), commonJsProgram)
    expect(run(process.execPath, ['use-libraries.cjs'], folder)).toBe('function function\n')
  })

  test.each([
    { moduleResolution: 'nodenext', module: 'nodenext' },
    { moduleResolution: 'bundler', module: 'esnext' },
  ])('have types under moduleResolution $moduleResolution that tell a wrong field name', (resolution) => {
    const compilerOptions = {
      ...resolution,
      target: 'es2022',
      lib: ['es2023', 'dom'],
      types: [],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    }
    const config = `tsconfig.${resolution.moduleResolution}.json`
    writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files: ['use-types.ts', 'use-methods.ts'] }))
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    expect(run(process.execPath, [compiler, '--singleThreaded', '--project', config], folder)).toBe('')
  })

  test('show the documents of a field on hover, and short errors that name the field', async () => {
    const text = readFileSync(join(folder, 'hovered.ts'), 'utf8')
    const compilerOptions = { module: 'nodenext', target: 'es2022', types: [], strict: true }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['hovered.ts'] }))
    const file = await openFile(join(folder, 'hovered.ts'), text)
    try {
      expect(await file.hover('couponCode')).toContain('GetCouponRequest.couponCode: string')
      expect(await file.hover('couponCode')).toContain('优惠券code / Coupon code')
      expect(await file.hover('status')).toMatch(/"0" \| "1".*未使用.*unused/s)
      expect(await file.hover('outRequestNo')).toContain('IDEMPOTENT_CONFLICT')
      expect(await file.errors()).toEqual([
        "Object literal may only specify known properties, but 'cuponCode' does not exist in type 'GetCouponRequest'. Did you mean to write 'couponCode'?",
        "Type 'number' is not assignable to type 'string'.",
      ])
    } finally {
      await file.close()
    }
  })

  test('call one method from a browser with at most 25 kB', async () => {
    const program = readFileSync(join(folder, 'one-method.js'), 'utf8')
    for (const [method, name] of [
      ['yaoquan.coupon.get', 'getCoupon'],
      ['yaoquan.member.export', 'exportMember'],
    ] as const) {
      writeFileSync(join(folder, 'one-method.js'), program.replaceAll('METHOD', method).replaceAll('NAME', name))
      await bundle(folder, 'one-method.js', { minify: true })
      expect(gzipSync(readFileSync(join(folder, 'bundle.mjs'))).length, method).toBeLessThan(25_000)
      expect(run(process.execPath, ['bundle.mjs'], folder)).toBe(`${method} COUPON_NOT_FOUND\n`)
    }
  })

  test('work as a browser bundle, with the same signatures', async () => {
    await bundle(folder, 'use-libraries.js', {})
    const bundled = { path: 'bundle.mjs', text: readFileSync(join(folder, 'bundle.mjs'), 'utf8') }
    expect(importedModules(bundled)).toEqual([])
    rmSync(join(folder, 'node_modules'), { recursive: true })
    expect(JSON.parse(run(process.execPath, ['bundle.mjs'], folder))).toEqual(expectedOutput)
  })
})

describe('yaoquan, installed into an empty folder', () => {
  let folder: string

  beforeAll(() => {
    folder = emptyFolder('command')
    install(folder, { names: [...libraries, 'cli'], flags: ['--prefer-offline'] })
  })

  test('tells its version', () => {
    expect(run('npx', ['--no-install', 'yaoquan', '--version'], folder).trim()).toBe(version)
  })

  test('writes SDK classes', () => {
    const { man } = JSON.parse(readFileSync(join(folder, 'node_modules/yaoquan/package.json'), 'utf8'))
    expect(readFileSync(join(folder, 'node_modules/yaoquan', man[0]), 'utf8')).toContain('.SS "yaoquan serve')
    run('npx', ['--no-install', 'yaoquan', 'sdk', 'generate', '--lang', 'go', '--out', 'sdk'], folder)
    expect(readdirSync(join(folder, 'sdk'))).toEqual(expect.arrayContaining(['README.md', 'client.go', 'go.mod']))
  })

  test('carries the server: makes a chain in a new data folder', () => {
    const args = ['--no-install', 'yaoquan', 'chain', 'create', '--data', 'data', '--seller', '111', '--name', '药房']
    run('npx', args, folder)
    expect(readdirSync(join(folder, 'data')).length).toBeGreaterThan(0)
  })

  test('carries the document centre, with style sheets, scripts and guides', async () => {
    const bin = join(folder, 'node_modules/yaoquan/bin/yaoquan.js')
    const server = await startServerProcess(['--data', join(folder, 'served')], {}, bin)
    try {
      const page = await (await fetch(`${server.url}/docs/quick-start`)).text()
      expect(page).toContain('<h1>快速开始</h1>')
      const assets = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1])
      expect(assets.length).toBeGreaterThan(4)
      for (const asset of assets) expect((await fetch(server.url + asset)).status, asset).toBe(200)
      const style = assets.find((asset) => asset?.startsWith('/assets/site.'))
      expect(await (await fetch(`${server.url}${style}`)).text()).toContain('--yq-accent:')
    } finally {
      await server.stop()
    }
  })

  describe('yaoquan conformance', () => {
    /** No address of a database, which the checks refuse. */
    const check = ['conformance', '--store', 'nothing']
    const lineWith = (flag: string) => {
      const output = expect.stringMatching(`^yaoquan: .*npm install ${flag}@yaoquan/conformance@${version}.*\\n$`)
      return { code: 1, output }
    }

    test('without its package names the line that installs it, in a project and for all users', () => {
      expect(readdirSync(join(folder, 'node_modules'))).not.toContain('fast-check')
      expect(yaoquan(folder, check)).toEqual(lineWith(''))
      const project = join(folder, 'package.json')
      renameSync(project, `${project}.away`)
      expect(yaoquan(folder, check)).toEqual(lineWith('--global '))
      renameSync(`${project}.away`, project)
    })

    test('runs with its package, and refuses one of another version', () => {
      install(folder, { names: ['conformance'], flags: ['--prefer-offline'] })
      expect(yaoquan(folder, check)).toEqual({ code: 1, output: expect.stringContaining('mysql://') })
      const manifest = join(folder, 'node_modules/@yaoquan/conformance/package.json')
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(`"version": "${version}"`, '"version": "0.0.9"'))
      expect(yaoquan(folder, check)).toEqual(lineWith(''))
    })
  })
})

const network = canBeAlone ? 'and network' : '(the network stays, since this machine lets nobody take it away)'
const lacking = process.platform === 'linux' ? missingForNewcomers : ['linux']
const skipped = lacking.length > 0 ? ` (skipped without ${lacking.join(', ')})` : ''

describe.skipIf(skipped)(`the archive for machines without npm, compiler ${network}${skipped}`, () => {
  const system = `linux-${process.arch}`
  let visit: Newcomers

  beforeAll(() => {
    const out = join(place, 'offline')
    const packed = join(place, 'packed')
    run(process.execPath, ['scripts/pack-offline.ts', system, '--packed', packed, '--out', out], copy)
    const archive = join(out, `yaoquan-${version}-${system}.tar.gz`)
    run('sha256sum', ['--check', `${archive}.sha256`], out)
    expect(statSync(archive).size).toBeLessThan(70e6)
    visit = sendNewcomers(archive, join(place, 'newcomers'))
    rmSync(archive)
  })

  const textOf = (role: string): string => visit.get(role)?.text ?? ''

  test('an integrator has the first signed success soon after the empty folder', async ({ annotate }) => {
    expect(textOf('integrator')).toContain('"success":true')
    // Said, not judged: a busy machine is no fault.
    await annotate(`after ${visit.get('integrator')?.afterSeconds} s`)
  })

  test('a till asks what a basket saves', () => expect(textOf('till')).toContain('"best"'))

  test('an operator signs in at the console, which is built in', () => {
    expect(textOf('operator')).toMatch(/"mustChangePassword":true.* 200$/)
  })

  test('finance exports the coupons', () => expect(textOf('finance').split('\n').length).toBeGreaterThan(100))

  test('operations take a backup, verify the data, and end the server by a signal and by a command', () => {
    expect(textOf('operations')).toMatch(/^\{"status":"ready"\}.*intact: seller 111.*ended with 0\n/s)
    expect(textOf('operations')).toContain('forgot the password: ./yaoquan operator reset owner --data ./data\n')
    expect(textOf('operations')).toMatch(/the server has ended\n$/)
  })

  test('holds the licences of everything in it', () => {
    const inside = join(place, 'newcomers', `yaoquan-${version}-${system}`)
    const licences = readFileSync(join(inside, 'THIRD-PARTY-LICENCES.txt'), 'utf8')
    const packages = globSync('lib/node_modules/{@*/*,[^@]*}/package.json', { cwd: inside }).map(dirname)
    const names = packages.map((path) => path.slice('lib/node_modules/'.length))
    const others = names.filter((name) => name !== 'yaoquan' && !name.startsWith('@yaoquan/'))
    expect(others).toContain('better-sqlite3')
    expect(others.filter((name) => !licences.includes(`\n${name}\n\n`))).toEqual([])
    for (const name of ['Node.js 24.', 'antd\n', 'saxes\n']) expect(licences).toContain(name)
    expect(readFileSync(join(inside, 'LICENSE'), 'utf8')).toContain('Apache License')
  })
})

const expectedOutput = {
  couponCodes: ['111aaa'],
  requestId: 'abcdefghijkl',
  sent: [expect.stringMatching(/&sign=[0-9A-F]{64}$/)],
  // Of the platform's documentation, and what its SDKs compute for the other two.
  signatures: [
    '66987CB115214E59E6EC978214934FB8',
    'D56D7858309C31B6251083A874D48273',
    '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8',
  ],
  time: { kind: 'response', response: { time: '2015-09-16 15:52:52' }, requestId: 'abc' },
  sample: { highlight: 'php', text: expect.stringContaining('new AlibabaAlihealthNrCrmCouponQuerycouponRequest') },
  paidFen: [3_000, 3_000, 3_000],
  errorCount: expect.any(Number),
}

const commonJsProgram = `const { TopClient } = require('@yaoquan/client')
import('@yaoquan/client').then((client) => console.log(typeof TopClient, typeof client.constructEvents))`

/** Bundles a program for browsers into `bundle.mjs`. */
async function bundle(cwd: string, input: string, { minify = false }: Readonly<{ minify?: boolean }>): Promise<void> {
  const build = await rolldown({ cwd, input, platform: 'browser', logLevel: 'silent' })
  await build.write({ file: join(cwd, 'bundle.mjs'), format: 'esm', minify })
  await build.close()
}

function emptyFolder(name: string): string {
  const folder = join(place, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  return folder
}

function git(...args: readonly string[]): string {
  return run('git', args, copy)
}

/** Installs tarballs of the release. */
function install(
  folder: string,
  { names, flags }: Readonly<{ names: readonly string[]; flags: readonly string[] }>,
): void {
  const tarballs = names.map((name) =>
    join(place, 'packed', `yaoquan${name === 'cli' ? '' : `-${name}`}-${version}.tgz`),
  )
  run('npm', ['install', '--no-audit', '--no-fund', ...flags, ...tarballs], folder)
}

/** Runs the installed command. @returns its exit code and what it printed to standard error */
function yaoquan(folder: string, args: readonly string[]): Readonly<{ code: number | null; output: string }> {
  const bin = join(folder, 'node_modules/yaoquan/bin/yaoquan.js')
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' })
  return { code: status, output: stderr }
}

/** Runs a program with the repository's Node.js first in the path. @returns what it printed; throws with all of it when it fails */
function run(program: string, args: readonly string[], cwd: string): string {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, PATH: path }, stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as Readonly<{ stdout: string; stderr: string }>
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}
