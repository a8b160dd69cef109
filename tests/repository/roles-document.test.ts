import { readFileSync } from 'node:fs'
import { type ActName, acts, roleNames, roles, roleWithTasks } from '@yaoquan/api'
import { expect, test } from 'vitest'

/** The expected document; a failing test prints it. */
function rolesDocument(): string {
  const lines = [
    '# Roles of the console',
    '',
    'This page shows what each role may do; the server enforces it (`packages/api/src/people`). Two acts may include the same method. The server masks phones for every role.',
    '',
    ...roleNames.map((name) => {
      const { zh, en } = roleWithTasks(name)
      return `* \`${name}\`: ${zh} (${en})`
    }),
    '',
    ...table(),
    '',
    '## Methods of each act',
    '',
    ...actNames.map((name) => `* \`${name}\`: ${acts[name].methods.map((method) => `\`${method}\``).join(', ')}`),
    '',
  ]
  return lines.join('\n')
}

const actNames = Object.keys(acts) as readonly ActName[]

function table(): readonly string[] {
  const head = `| act | | ${roleNames.join(' | ')} |`
  const line = `|---|---|${roleNames.map(() => '---|').join('')}`
  const rows = actNames.map((name) => {
    const cells = roleNames.map((role) => (roles[role].acts.includes(name as never) ? '✓' : ''))
    return `| \`${name}\` | ${acts[name].zh} (${acts[name].en}) | ${cells.join(' | ')} |`
  })
  return [head, line, ...rows]
}

test('the document of the roles shows what the server enforces', () => {
  const path = new URL('../../docs/reference/roles.md', import.meta.url)
  expect(readFileSync(path, 'utf8')).toBe(rolesDocument())
})
