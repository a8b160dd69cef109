import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandWords, completionScript } from '#commands/completion'
import { buildProgram } from '../program.ts'

const commands = commandWords(buildProgram())
const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(shell: 'bash' | 'fish', script: string): readonly string[] {
  const file = join(folder, `yaoquan.${shell}`)
  writeFileSync(file, completionScript(shell, commands))
  const { stdout, stderr } = spawnSync(shell, ['-c', `source ${file}\n${script}`], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.trim().split(/\s+/).toSorted()
}

const inBash = (words: readonly string[]) => {
  const typed = words.map((word) => `'${word}'`).join(' ')
  return run('bash', `COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _yaoquan; echo "\${COMPREPLY[@]}"`)
}

describe.skipIf(!isInstalled('bash'))('completion in bash (skipped where there is none)', () => {
  test.each([
    [
      ['yaoquan', 'coupon', 're'],
      ['redeem', 'release', 'return'],
    ],
    [
      ['yaoquan', 'coupon', 'redeem', '--order-'],
      ['--order-amount', '--order-id'],
    ],
    [['yaoquan', 'coupon', 'redeem', '111aaa', '--order-id', 'SO-1', '--quo'], ['--quote-id']],
    [['yaoquan', 'chain', 'cr'], ['create']],
    [['yaoquan', 'serve', '--log-level', 'wa'], ['warn']],
  ])('%j gives %j', (words, expected) => {
    expect(inBash(words)).toEqual(expected)
  })
})

test.skipIf(!isInstalled('fish'))('completion in fish (skipped where there is none)', () => {
  expect(run('fish', 'complete -C "yaoquan coupon re"')).toEqual(['redeem', 'release', 'return'])
  expect(run('fish', 'complete -C "yaoquan serve --log-level wa"')).toEqual(['warn'])
})

test('the words of every command are in the script of every shell', () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell'] as const) {
    const script = completionScript(shell, commands)
    for (const { path } of commands) expect(script).toContain(path.join('/'))
  }
})
