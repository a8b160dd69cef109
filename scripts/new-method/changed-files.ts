import type { MethodPlan } from './method-plan.ts'

/**
 * The files that list every method, with a new one in them. Lines are added where it is easiest; the formatter sorts
 * imports and exports.
 * @param read gives the text of a file by its path in the repository
 * @returns new texts by path
 * @throws Error naming the file whose place for the new line was not found
 */
export function changedFiles(plan: MethodPlan, read: (path: string) => string): ReadonlyMap<string, string> {
  const { definition, factory, name } = plan
  const change = (path: string, ...places: readonly Place[]): readonly [string, string] => [
    path,
    places.reduce((text, place) => insert(path, text, place), read(path)),
  ]
  return new Map([
    change('packages/api/src/methods/definitions.ts', {
      before: 'export ',
      line: `export { ${definition} } from './${name}.ts'`,
    }),
    change(
      'packages/client/src/top-client.ts',
      { before: "} from '@yaoquan/api'", line: `  ${definition},` },
      {
        before: '  /** Fetches up to 1000 events',
        line: `  /** ${name}. */\n  readonly ${definition} = this.#caller(${definition})\n`,
      },
    ),
    // A read may be called in every role that looks things up; a write by owners, until its author decides.
    change('packages/api/src/people/acts.ts', {
      before: plan.effect === 'read' ? "'yaoquan.redemption.get'" : "'alibaba.alihealth.nr.crm.order.sync'",
      line: `'${name}',`,
    }),
    change(
      'packages/server/src/methods/lifecycle-methods.ts',
      { before: 'import ', line: `import { ${factory} } from './${name}.ts'` },
      { before: '  ]\n}', line: `    ${factory}(),` },
    ),
    ...(plan.presets.length === 0 ? [] : [change('packages/api/src/grants/grants.ts', ...plan.presets.map(grant))]),
  ])

  function grant(preset: string): Place {
    return { before: 'grants: [', after: `\n  ${preset}: {\n`, line: `grants: ['${name}', `, replaces: true }
  }
}

type Place = Readonly<{
  /** Text that the line goes before; its first occurrence counts. */
  before: string
  line: string
  /** Text after which `before` is looked for. */
  after?: string
  /** Puts the line in the place of `before`. */
  replaces?: boolean
}>

function insert(path: string, text: string, { before, after = '', line, replaces }: Place): string {
  const start = text.indexOf(after)
  const at = start < 0 ? -1 : text.indexOf(before, start + after.length)
  if (at < 0)
    throw new Error(
      `${path} has no place for ${line.trim()}: scripts/new-method/changed-files.ts looks for ${before.trim()}`,
    )
  const end = replaces ? at + before.length : at
  return `${text.slice(0, at)}${line}${replaces ? '' : '\n'}${text.slice(end)}`
}
