import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { commandFile } from '../harness/command.ts'
import { type CliServer, serveCli } from '../harness/run-cli.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
type Page = Readonly<{ path: string; language: 'zh' | 'en' }>

type Place = Readonly<{ folder: string; server: CliServer; environment: Readonly<Record<string, string>> }>

let place: Place | undefined

afterEach(async () => {
  await place?.server.stop()
  if (place !== undefined) await rm(place.folder, { recursive: true, force: true })
  place = undefined
})

/** An empty server, and a shell that has the command. */
async function openPlace(language: Page['language']): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-document-'))
  const command = join(folder, 'yaoquan')
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${commandFile}' "$@"\n`)
  await chmod(command, 0o755)
  const server = await serveCli(['--data', join(folder, 'data')])
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('YAOQUAN_'))
  const environment = {
    ...Object.fromEntries(inherited.map(([name, value = '']) => [name, value])),
    PATH: `${folder}:${process.env['PATH']}`,
    YAOQUAN_LANG: language,
    YAOQUAN_URL: server.url,
    YAOQUAN_APP_KEY: '12345678',
    YAOQUAN_APP_SECRET: 'helloworld',
  }
  return { folder, server, environment }
}

type Step = Readonly<{ commands: string; output: string }>

/** Blocks of commands, each with the block of output that follows it; the first only sets things up. */
function stepsOf(document: string): readonly Step[] {
  const blocks = [...document.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)].map(([, kind, text = '']) => ({
    kind,
    text,
  }))
  return blocks.flatMap(({ kind, text }, place) => {
    const next = blocks[place + 1]
    if (kind !== 'sh') return []
    return [{ commands: text, output: next?.kind === 'text' ? next.text : '' }]
  })
}

/** Codes, redemptions, days and times differ from run to run, and how many events the figures have counted when the audit comes. */
function withoutChance(text: string): string {
  return text
    .replace(/\b[2-9A-HJ-NP-Z]{16}\b/g, 'CODE')
    .replace(/\d{4}-\d\d-\d\d/g, 'DAY')
    .replace(/\d\d:\d\d:\d\d/g, 'TIME')
    .replace(/(读取了|read) \d+ (行|rows)/, '$1 N $2')
}

async function run(commands: string, { folder, environment }: Omit<Place, 'server'>): Promise<string> {
  const script = commands.replace(/^yaoquan serve .*$/m, '').replace(/^(export|CODE=|REDEMPTION=).*$/gm, '')
  const { stdout } = await promisify(execFile)('bash', ['-ec', `exec 2>&1\n${script}`], {
    cwd: folder,
    env: environment,
  })
  return stdout
}

it.each<Page>([
  { path: 'docs/coupon-life.md', language: 'en' },
  { path: 'docs/zh-CN/coupon-life.md', language: 'zh' },
])('every command of $path runs and prints what it says', async ({ path, language }) => {
  const document = await readFile(join(root, path), 'utf8')
  const [setUp, ...steps] = stepsOf(document)
  expect(steps.length).toBeGreaterThan(8)
  place = await openPlace(language)
  const { folder } = place
  let { environment } = place
  await run(setUp?.commands ?? '', { folder, environment })
  let printed = ''
  for (const { commands, output } of steps) {
    const now = await run(commands, { folder, environment })
    expect(withoutChance(now), commands).toBe(withoutChance(output))
    printed += now
    // A reader copies the code and the redemption from what was printed.
    const codes = printed.match(/\b[2-9A-HJ-NP-Z]{16}\b/g) ?? []
    if (/^CODE=/m.test(commands)) environment = { ...environment, CODE: codes.at(-1) ?? '' }
    if (/^REDEMPTION=/m.test(commands))
      environment = { ...environment, REDEMPTION: codes.filter((code) => code !== environment['CODE']).at(-1) ?? '' }
  }
})
