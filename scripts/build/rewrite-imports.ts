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
