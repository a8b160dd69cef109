import { Command } from 'commander'
import { expect, it } from 'vitest'
import { commandWords } from '#commands/completion'
import { manualPage } from '#commands/manual'
import { buildProgram } from '../program.ts'

const program = buildProgram()
const page = manualPage(program)

it('has a section for every command that does something', () => {
  const paths = commandWords(program).map(({ path }) => path.join(' '))
  const ends = paths.filter((path) => path !== '' && !paths.some((other) => other.startsWith(`${path} `)))
  // `chain` is an alias.
  const missing = ends.filter(
    (path) => !path.startsWith('chain ') && !page.includes(`.SS "yaoquan ${path.replaceAll('-', '\\-')}`),
  )
  expect(ends.length).toBeGreaterThan(80)
  expect(missing).toEqual([])
})

it('has only requests that man knows, and the same bytes each time', () => {
  const requests = page.split('\n').flatMap((line) => (/^[.']/.test(line) ? [line.split(' ')[0]] : []))
  expect(new Set(requests)).toEqual(new Set(['.TH', '.SH', '.SS', '.TP', '.B', '.PP', '.nf', '.fi', '.nh', '.br']))
  expect(manualPage(program)).toBe(page)
})

it('takes nothing in a text for a request', () => {
  const odd = new Command('odd').description('.TH a\\b').option('--a-b', "'c").addHelpText('after', '.d\n  .e')
  const text = manualPage(new Command('yaoquan').version('1').description('y').addCommand(odd))
  expect(text).toContain('\n\\&.TH a\\eb\n')
  expect(text).toContain("\n.B \\-\\-a\\-b\n\\&'c\n")
  expect(text).toContain('\n\\&.d\n  .e\n')
})
