import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isBadUsage } from './is-bad-usage.ts'
import { assembleArchive } from './offline/assemble-archive.ts'
import { findNodeProgram, sha256 } from './offline/node-program.ts'
import { type System, systems } from './offline/systems.ts'
import { commitSeconds, writeArchive } from './offline/write-archive.ts'
import { packPackages } from './release/pack-packages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const usage = `Usage: npm run pack:offline [-- SYSTEM… --out DIR --packed DIR]

Makes one archive per system that holds the command, the server with its console, and Node.js: it runs where there is no npm, no compiler and
no network. Beside each lies its checksum. The same commit gives the same bytes. Node.js of other systems is fetched from npm.

  SYSTEM        ${systems.map(({ name }) => name).join(', ')}; all of them when none is named
  --out DIR     default: dist/offline
  --packed DIR  takes the packages that npm run release made, instead of building them
`

type Places = Readonly<{ packed: string; out: string; work: string }>

async function packOffline(): Promise<void> {
  const { wanted, out, packed } = readArguments()
  const changes = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).trim()
  if (changes !== '') throw new Refusal(`commit or remove these first:\n${changes}`)
  const work = mkdtempSync(join(tmpdir(), 'offline-'))
  try {
    if (packed === undefined) packPackages(root, join(work, 'packed'))
    mkdirSync(out, { recursive: true })
    const nodeLicence = await licenceOfNode(work)
    const places = { packed: packed ?? join(work, 'packed'), out, work }
    for (const system of wanted) await packSystem(system, { ...places, nodeLicence })
  } finally {
    rmSync(work, { recursive: true })
  }
}

async function packSystem(
  system: System,
  { packed, out, work, nodeLicence }: Places & Readonly<{ nodeLicence: string }>,
): Promise<void> {
  const node = await findNodeProgram(root, system, work)
  const parent = join(work, system.name)
  const folder = join(parent, 'assembled')
  mkdirSync(parent)
  assembleArchive(folder, {
    root,
    packed,
    system,
    node,
    nodeLicence: node.licence ? textOf(node.licence) : nodeLicence,
  })
  const { version } = JSON.parse(textOf(join(folder, 'lib/node_modules/yaoquan/package.json')))
  const name = `yaoquan-${version}-${system.name}`
  renameSync(folder, join(parent, name))
  const archive = join(out, `${name}.${system.format}`)
  rmSync(archive, { force: true })
  writeArchive(archive, system.format, { parent, name, seconds: commitSeconds(root) })
  rmSync(parent, { recursive: true })
  const digest = await sha256(archive)
  writeFileSync(`${archive}.sha256`, `${digest}  ${name}.${system.format}\n`)
  console.log(`${digest}  ${relative(root, archive)}  ${(statSync(archive).size / 1e6).toFixed(1)} MB`)
}

/** Some of the packages lack it; it is the same in all of a version. */
async function licenceOfNode(work: string): Promise<string> {
  const [first] = systems
  const licence = first && (await findNodeProgram(root, first, work)).licence
  if (licence === undefined) throw new Error('the licence of Node.js is missing')
  return textOf(licence)
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}

function readArguments(): Readonly<{ wanted: readonly System[]; out: string; packed: string | undefined }> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'dist/offline' },
      packed: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) throw new Refusal(usage)
  const unknown = positionals.filter((name) => !systems.some((system) => system.name === name))
  if (unknown.length > 0) throw new Refusal(`there is no archive for ${unknown.join(', ')}\n\n${usage}`)
  return {
    wanted: systems.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    out: resolve(values.out),
    packed: values.packed === undefined ? undefined : resolve(values.packed),
  }
}

class Refusal extends Error {}

try {
  await packOffline()
} catch (error) {
  if (!(error instanceof Refusal) && !isBadUsage(error)) throw error
  console.error(error.message)
  process.exitCode = 2
}
