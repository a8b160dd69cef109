import { parseSync, Visitor } from 'rolldown/utils'

/** What the rules need to know of one source file. */
export type Source = Readonly<{
  path: string
  lineCount: number
  /** Every module it names: import, export-from, `import()`, import types, `require`, `new URL(…, import.meta.url)`. */
  imports: readonly string[]
  /** Texts written in it: string literals, and templates with their holes left out. */
  texts: readonly string[]
  /** The text without its comments. */
  code: string
  /** Texts of its comments, without the marks that begin and continue them. */
  comments: readonly string[]
  /** What keeps it from being checked: it does not parse, or computes the name of a module. */
  obstacles: readonly string[]
}>

/** Reads one TypeScript or JavaScript file with a real parser, so that comments and texts never look like imports. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const found = visit(parsed.program)
  return {
    path,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [...new Set(found.imports)],
    texts: found.texts,
    code: withoutRanges(text, parsed.comments),
    comments: parsed.comments.map(({ value }) => value.replaceAll(/\n\s*\*?\s?/g, ' ')),
    obstacles: [...parsed.errors.map((error) => error.message), ...found.obstacles],
  }
}

type Program = Parameters<Visitor['visit']>[0]
type Found = { imports: string[]; texts: string[]; obstacles: string[] }

function visit(program: Program): Found {
  const found: Found = { imports: [], texts: [], obstacles: [] }
  new Visitor({
    ImportDeclaration: (node) => addModule(found, node.source),
    ExportNamedDeclaration: (node) => node.source && addModule(found, node.source),
    ExportAllDeclaration: (node) => addModule(found, node.source),
    ImportExpression: (node) => addModule(found, node.source),
    TSImportType: (node) => addModule(found, node.source),
    CallExpression: (node) => {
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require'
      if (isRequire || isMetaResolve(node.callee)) addModule(found, node.arguments[0])
    },
    NewExpression: (node) => {
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL'
      const target = node.arguments[0]
      if (isUrl && isSourceText(target)) addModule(found, target)
    },
    Literal: (node) => {
      if (typeof node.value === 'string') found.texts.push(node.value)
    },
    TemplateLiteral: (node) => {
      found.texts.push(node.quasis.map((quasi) => quasi.value.cooked ?? '').join(' '))
    },
  }).visit(program)
  return found
}

type Node = Readonly<{ type: string; value?: unknown; quasis?: unknown }>

function addModule(found: Found, node: Node | undefined): void {
  if (node?.type === 'Literal' && typeof node.value === 'string') found.imports.push(node.value)
  else found.obstacles.push('computes the name of a module it imports')
}

function isMetaResolve(callee: Node & Readonly<{ object?: Node; property?: unknown }>): boolean {
  if (callee.type !== 'MemberExpression' || callee.object?.type !== 'MetaProperty') return false
  return JSON.stringify(callee.property).includes('"resolve"')
}

function isSourceText(node: Node | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'string' && /^\.{1,2}\/.*\.[jt]s$/.test(node.value)
}

function withoutRanges(text: string, ranges: readonly Readonly<{ start: number; end: number }>[]): string {
  let rest = ''
  let position = 0
  for (const range of ranges) {
    rest += text.slice(position, range.start)
    position = range.end
  }
  return rest + text.slice(position)
}
