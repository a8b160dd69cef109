import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Those that a stranger opens who follows one call. A way that needs more of them is a design to look at again, not a bound to raise. */
const maxFiles = 125

it(`runs functions of ${maxFiles} files for a redemption with lines, or fewer`, () => {
  const program = join(import.meta.dirname, '../harness/files-of-redemption.ts')
  const files = execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 }).trimEnd().split('\n')
  expect(files).toContain('server/src/domain/lifecycle/redeem-coupons.ts')
  expect(files.length <= maxFiles, files.join('\n')).toBe(true)
})
