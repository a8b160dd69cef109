import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type MethodDefinition, methods, type PresetName, presets } from '@yaoquan/api'
import { isBadUsage } from './is-bad-usage.ts'
import { changedFiles } from './new-method/changed-files.ts'
import { type MethodPlan, planMethod } from './new-method/method-plan.ts'
import { newFiles } from './new-method/new-files.ts'
import { nextSteps } from './new-method/next-steps.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const usage = `Usage: npm run new:method -- yaoquan.<noun>.<verb> [--write] [--preset NAME …]

Makes every file that a method of the API needs, with failing tests that say what to do next.

  --write         it changes something: its request carries out_request_no (default: it reads)
  --preset NAME   a preset of grants that includes it, beside erp and full, which include every method
`

/** Nothing is written before every file of the plan was found to be writable as planned. */
function makeMethod(): void {
  const plan = readPlan()
  const files = new Map([...newFiles(plan), ...changedFiles(plan, (path) => readFileSync(join(root, path), 'utf8'))])
  const made = [...newFiles(plan).keys()]
  const existing = made.find((path) => existsSync(join(root, path)))
  if (existing !== undefined) throw new Refusal(`${existing} exists already`)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  format([...files.keys()])
  for (const path of files.keys()) console.log(`${made.includes(path) ? 'new    ' : 'changed'} ${path}`)
  console.log(`\n${nextSteps(plan)}`)
}

function readPlan(): MethodPlan {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      write: { type: 'boolean', default: false },
      preset: { type: 'string', multiple: true, default: [] },
    },
  })
  const [name, ...more] = positionals
  if (values.help || name === undefined || more.length > 0) throw new Refusal(usage)
  if (!/^yaoquan\.[a-z]+\.[a-z]+$/.test(name)) throw new Refusal(`${name} is not of the form yaoquan.noun.verb`)
  if (name in methods) throw new Refusal(`${name} exists already`)
  const all: readonly MethodDefinition[] = Object.values(methods)
  return planMethod(name, {
    effect: values.write ? 'write' : 'read',
    presets: values.preset.map(presetName),
    siblings: all.filter((method) => method.name.startsWith(name.slice(0, name.lastIndexOf('.') + 1))),
  })
}

function presetName(name: string): PresetName {
  const names = (Object.keys(presets) as PresetName[]).filter((known) => !['erp', 'full'].includes(known))
  const found = names.find((known) => known === name)
  if (found === undefined) throw new Refusal(`the preset ${name} cannot be changed; these can: ${names.join(', ')}`)
  return found
}

/** Sorts imports too, so that lines can be added anywhere. */
function format(paths: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  execFileSync(process.execPath, [biome, 'check', '--write', ...paths], { cwd: root, stdio: 'pipe' })
}

class Refusal extends Error {}

try {
  makeMethod()
} catch (error) {
  if (!(error instanceof Refusal) && !isBadUsage(error)) throw error
  console.error(error.message)
  process.exitCode = 2
}
