import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { copyRepository } from './copy-repository.ts'
import { isBadUsage } from './is-bad-usage.ts'
import { hasEntry } from './release/changelog-entry.ts'
import { packPackages } from './release/pack-packages.ts'
import { setVersion } from './release/set-version.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const usage = `Usage: npm run release -- VERSION [--dry-run [--out DIR]]

Checks that the tree is clean and that CHANGELOG.md has an entry for the version, sets the version in every package,
builds the packages, packs them into dist/ with their checksums, and prints the commands that commit and tag.
It publishes nothing.

  --dry-run   does all of that in a temporary copy of the repository, which it deletes
  --out DIR   keeps the tarballs of a dry run in a folder
`

async function release(): Promise<void> {
  const { version, isDryRun, out } = readArguments()
  checkReady(version, isDryRun)
  if (!isDryRun) return makeRelease(root, version)
  const folder = mkdtempSync(join(tmpdir(), 'release-'))
  try {
    copyRepository(root, join(folder, 'repository'))
    await makeRelease(join(folder, 'repository'), version)
    if (out !== undefined) cpSync(join(folder, 'repository/dist'), out, { recursive: true })
    console.log('\nDry run: nothing was changed.')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function makeRelease(place: string, version: string): Promise<void> {
  for (const path of setVersion(place, version)) console.log(`version ${version}  ${path}`)
  for (const { digest, name } of packPackages(place)) console.log(`${digest}  dist/${name}`)
  console.log(`\nNext:
  git commit --all --message 'release: ${version}'
  git tag --annotate v${version} --message 'Yaoquan ${version}'
  git push --follow-tags`)
}

function readArguments(): Readonly<{ version: string; isDryRun: boolean; out: string | undefined }> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  const [version, ...more] = positionals
  const isOutOfPlace = values.out !== undefined && !values['dry-run']
  if (values.help || version === undefined || more.length > 0 || isOutOfPlace) throw new Refusal(usage)
  if (!/^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/.test(version)) throw new Refusal(`${version} is not a version such as 1.2.3`)
  return { version, isDryRun: values['dry-run'], out: values.out }
}

/**
 * Of a dry run the entry of the changelog may still be missing, since it is written last.
 * @throws Refusal naming the first reason why this state of the repository cannot be released
 */
function checkReady(version: string, isDryRun: boolean): void {
  const changes = git('status', '--porcelain')
  if (changes !== '') throw new Refusal(`commit or remove these first:\n${changes}`)
  if (git('tag', '--list', `v${version}`) !== '') throw new Refusal(`the tag v${version} exists already`)
  if (hasEntry(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version)) return
  const missing = `CHANGELOG.md has no entry for ${version}: it needs a heading "## [${version}] - YYYY-MM-DD" with text below`
  if (!isDryRun) throw new Refusal(missing)
  console.log(`${missing}\n`)
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}

class Refusal extends Error {}

try {
  await release()
} catch (error) {
  if (!(error instanceof Refusal) && !isBadUsage(error)) throw error
  console.error(error.message)
  process.exitCode = 2
}
