import { parseSync, Visitor } from 'rolldown/utils'

/**
 * Replaces module specifiers in compiled code or declarations and keeps everything else.
 * @param rename returns the new specifier, or the same
 */
export function rewriteImports(
  { path, text }: Readonly<{ path: string; text: string }>,
  rename: (specifier: string) => string,
): string {
  const places = findSpecifiers(path, text).toSorted((a, b) => b.start - a.start)
  return places.reduce(
    (rest, { start, end, value }) => `${rest.slice(0, start)}${JSON.stringify(rename(value))}${rest.slice(end)}`,
    text,
  )
}

/** The specifiers of all modules that a file imports. */
export function importedModules(file: Readonly<{ path: string; text: string }>): readonly string[] {
  return findSpecifiers(file.path, file.text).map(({ value }) => value)
}

/**
 * Collects the names imported from selected modules.
 * @param isWanted selects modules by specifier
 * @returns the names imported from each selected module in all files
 * @throws Error if a selected module is imported as a namespace
 */
export function importedNames(
  files: readonly Readonly<{ path: string; text: string }>[],
  isWanted: (specifier: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const imports = files
    .flatMap(({ path, text }) => parseSync(path, text).module.staticImports)
    .filter(({ moduleRequest }) => isWanted(moduleRequest.value))
  return new Map(
    Object.entries(Object.groupBy(imports, ({ moduleRequest }) => moduleRequest.value)).map(([specifier, uses]) => {
      const names = (uses ?? []).flatMap(({ entries }) => entries.map((entry) => entry.importName.name))
      return [specifier, [...new Set(names.map((name) => name ?? wholeModule(specifier)))].toSorted()]
    }),
  )
}

function wholeModule(specifier: string): never {
  throw new Error(`import names from ${specifier} instead of its namespace`)
}

type Specifier = Readonly<{ start: number; end: number; value: string }>
type Node = Readonly<{ type: string; start: number; end: number; value?: unknown }>

function findSpecifiers(path: string, text: string): readonly Specifier[] {
  const found: Specifier[] = []
  const add = (node: Node | null): void => {
    if (typeof node?.value === 'string') found.push({ start: node.start, end: node.end, value: node.value })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source as Node),
    TSImportType: (node) => add(node.source as Node),
  }).visit(parseSync(path, text).program)
  return found
}
