import { parseSync, Visitor } from 'rolldown/utils'

/**
 * Replaces the names of modules in compiled code or declarations and leaves every other byte as it is.
 * @param rename gives the new name, or the same
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

/** @returns the names of all modules that the file asks for */
export function importedModules(file: Readonly<{ path: string; text: string }>): readonly string[] {
  return findSpecifiers(file.path, file.text).map(({ value }) => value)
}

/**
 * @param isWanted chooses modules by specifier
 * @returns the names imported from each chosen module, over all files
 * @throws when a chosen module is imported as a whole
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
  throw new Error(`import names from ${specifier}, not the whole of it`)
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
