import { dirname, join } from 'node:path/posix'
import { parseSync } from 'rolldown/utils'

/** Kinds of refusals that an act may decide, and that no test of the act names. */
export type UntestedAct = Readonly<{ act: string; kinds: readonly string[] }>

/**
 * Finds refusals that no unit test names. Those of an act are the literal kinds that the act, and the rules of the domain that it calls, give
 * to `refused(…)` or return as a type of refusals. Each must be a text in a test of the domain that imports the act; comments do not count.
 * It cannot tell for which of the acts that a test imports a text is.
 * @param files of the domain: texts by path below the server's `src`
 * @returns those acts, and how many refusals all acts have
 */
export function findUntestedRefusals(files: ReadonlyMap<string, string>): Readonly<{
  refusals: number
  untested: readonly UntestedAct[]
}> {
  const sources = new Map(Array.from(files, ([path, text]) => [path, readSource(path, text)]))
  const rules = new Map([...sources].filter(([path]) => !isTest(path)))
  const tests = [...sources].filter(([path]) => isTest(path)).map(([, test]) => test)
  const kindsOfTypes = kindsByType([...rules.values()])
  const refusals = new Map(
    [...rules.values()].flatMap(({ parts }) =>
      [...parts.values()].map((part) => [part, refusalsOf(part, kindsOfTypes)]),
    ),
  )
  const found = [...rules].flatMap(([path, { parts }]) => {
    const acts = [...parts].filter(([, { isAct }]) => isAct)
    const callers = acts.length === 0 ? [] : tests.filter(({ imports }) => [...imports.values()].includes(path))
    return acts.map(([name, act]) => {
      const kinds = new Set([...reachable(rules, { path, name })].flatMap((part) => refusals.get(part) ?? []))
      const using = [...parts.keys()].filter((other) => reachable(rules, { path, name: other }).has(act))
      const texts = new Set(callers.filter((test) => names(test, path, using)).flatMap((test) => [...test.texts]))
      return { act: `${path} ${name}`, kinds: [...kinds], texts }
    })
  })
  return {
    refusals: found.reduce((sum, { kinds }) => sum + kinds.length, 0),
    untested: found
      .map(({ act, kinds, texts }) => ({ act, kinds: kinds.filter((kind) => !texts.has(kind)).toSorted() }))
      .filter(({ kinds }) => kinds.length > 0),
  }
}

/** A declaration at the top of a file. */
type Part = Readonly<{
  isAct: boolean
  isType: boolean
  /** Names of values and types in it. */
  names: Set<string>
  /** Literal kinds that it gives to `refused`, or to a property `refusal`. */
  refused: Set<string>
  /** Literal kinds of all its objects and types. */
  kinds: Set<string>
}>

type Source = Readonly<{
  /** Declarations; a test has none. */
  parts: ReadonlyMap<string, Part>
  /** The files of imported names. */
  imports: ReadonlyMap<string, string>
  /** Of a test. */
  texts: ReadonlySet<string>
}>

type Place = Readonly<{ path: string; name: string }>

function isTest(path: string): boolean {
  return path.endsWith('.test.ts')
}

function readSource(path: string, text: string): Source {
  const parts = new Map<string, Part>()
  const imports = new Map<string, string>()
  const texts = new Set<string>()
  const { program } = parseSync(path, text)
  for (const statement of nodesOf(program['body'])) {
    if (statement['type'] === 'ImportDeclaration') {
      const file = resolve(path, textOf(statement['source']))
      for (const { local } of nodesOf(statement['specifiers'])) imports.set(nameOf(local), file)
      continue
    }
    if (isTest(path)) walk(statement, (node) => texts.add(textOf(node)))
    else for (const [name, declaration] of declarationsOf(statement)) parts.set(name, readPart(declaration))
  }
  return { parts, imports, texts }
}

/** @returns the file of the domain that an import names, below the server's `src` */
function resolve(path: string, name: string): string {
  return name.startsWith('#') ? `${name.slice(1)}.ts` : join(dirname(path), name)
}

function declarationsOf(statement: Node): readonly (readonly [string, Node])[] {
  const [exported] = nodesOf(statement['declaration'])
  const declared = exported ?? statement
  const variables = nodesOf(declared['declarations'])
  return (variables.length > 0 ? variables : [declared]).map((node) => [nameOf(node['id']), node])
}

const makers = new Set(['act', 'sharedAct', 'operatorAct'])

function readPart(declaration: Node): Part {
  const part = { names: new Set<string>(), refused: new Set<string>(), kinds: new Set<string>() }
  let isAct = false
  walk(declaration, (node) => {
    part.names.add(nameOf(node))
    if (nameOf(node['key']) === 'kind') addLiterals(part.kinds, node['value'] ?? node['typeAnnotation'])
    if (nameOf(node['key']) === 'refusal') addLiterals(part.refused, node['value'])
    if (node['type'] !== 'CallExpression') return
    isAct ||= makers.has(nameOf(node['callee'])) && !makers.has(nameOf(declaration['id']))
    if (nameOf(node['callee']) === 'refused') addLiterals(part.refused, node['arguments'])
  })
  return { ...part, isAct, isType: declaration['type'] === 'TSTypeAliasDeclaration' }
}

/** Adds texts that are a value, a case of one, or the `kind` of an object. */
function addLiterals(to: Set<string>, value: unknown): void {
  for (const node of nodesOf(value)) {
    const text = textOf(node)
    if (text !== '') to.add(text)
    for (const part of ['consequent', 'alternate', 'right', 'literal', 'types', 'typeAnnotation', 'expression']) {
      addLiterals(to, node[part])
    }
    for (const property of nodesOf(node['properties'])) {
      if (nameOf(property['key']) === 'kind') addLiterals(to, property['value'])
    }
  }
}

/** Kinds of types of refusals, with those of the types that they are made of. */
function kindsByType(sources: readonly Source[]): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Part[]>()
  for (const { parts } of sources) {
    for (const [name, part] of parts) if (part.isType) types.set(name, [...(types.get(name) ?? []), part])
  }
  const isRefusal = (name: string) => /Refus|Mismatch|NotUsable|Not[A-Z]\w*ed$/.test(name)
  const addKinds = (name: string, to: Set<string>, seen: Set<string>): Set<string> => {
    if (seen.has(name)) return to
    seen.add(name)
    for (const { names, kinds } of types.get(name) ?? []) {
      for (const kind of kinds) to.add(kind)
      for (const other of names) addKinds(other, to, seen)
    }
    return to
  }
  return new Map([...types.keys()].filter(isRefusal).map((name) => [name, addKinds(name, new Set(), new Set())]))
}

function refusalsOf(
  { names, refused, kinds }: Part,
  kindsOfTypes: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const named = new Set([...names].flatMap((name) => [...(kindsOfTypes.get(name) ?? [])]))
  return [...refused, ...[...kinds].filter((kind) => kind !== 'refused' && named.has(kind))]
}

/** The declaration, and all that it names, directly or not. */
function reachable(sources: ReadonlyMap<string, Source>, from: Place, seen = new Set<Part>()): ReadonlySet<Part> {
  const source = sources.get(from.path)
  const part = source?.parts.get(from.name)
  if (source === undefined || part === undefined || part.isType || seen.has(part)) return seen
  seen.add(part)
  for (const name of part.names) reachable(sources, { path: source.imports.get(name) ?? from.path, name }, seen)
  return seen
}

/** Whether a test imports one of these names. */
function names({ imports }: Source, path: string, declared: readonly string[]): boolean {
  return declared.some((name) => imports.get(name) === path)
}

type Node = Readonly<Record<string, unknown>>

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) for (const child of nodesOf(value)) walk(child, visit)
}

function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  return isNode(value) ? [value] : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

function nameOf(node: unknown): string {
  return isNode(node) && node['type'] === 'Identifier' ? String(node['name']) : ''
}

function textOf(node: unknown): string {
  return isNode(node) && node['type'] === 'Literal' && typeof node['value'] === 'string' ? node['value'] : ''
}
