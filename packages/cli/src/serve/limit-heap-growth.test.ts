import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/**
 * Keeps some 30 MB, replaces old objects for a while, and prints the largest heap it had, in MB. Collections that follow each other
 * are noticed only if it takes turns.
 */
const program = `
const [, mode, file, turns] = process.argv
const { getHeapStatistics } = process.getBuiltinModule('node:v8')
const { limitHeapGrowth } = await import(file)
if (mode === 'limited') limitHeapGrowth()
const kept = Array.from({ length: 300_000 }, (_, n) => ({ n, list: [n] }))
// A server collects while it starts; the growth counts from there.
gc()
// As many as no young generation holds, so that they grow old before they are replaced.
const recent = new Array(160_000)
let largest = 0
for (let n = 0; n < 2_000_000; n += 1) {
  recent[n % recent.length] = { n, list: [n] }
  if (n % 20_000 !== 0) continue
  largest = Math.max(largest, getHeapStatistics().total_heap_size)
  if (turns) await new Promise(setImmediate)
}
console.log(Math.round(largest / 2 ** 20), kept.length)
`

function largestHeapMb(mode: 'limited' | 'usual', turns = ''): number {
  const file = new URL('limit-heap-growth.ts', import.meta.url).href
  const args = ['--max-semi-space-size=16', '--expose-gc', '--input-type=module', '--eval', program, mode, file, turns]
  return Number.parseInt(execFileSync(process.execPath, args, { encoding: 'utf8' }), 10)
}

test('the heap stays a quarter smaller while old objects die', async () => {
  await expect.poll(() => largestHeapMb('limited') / largestHeapMb('usual')).toBeLessThan(3 / 4)
})

// A busy machine marks old objects later, so the margin is wide, and who looks once more sees it.
test('it stays smaller too while collections follow each other within seconds', async () => {
  await expect.poll(() => largestHeapMb('limited', 'turns') / largestHeapMb('usual', 'turns')).toBeLessThan(5 / 6)
})
