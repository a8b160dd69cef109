import type { SampleTarget } from '../call/sample.ts'
import type { SampleMember, SampleObject, SampleValue } from '../call/sample-call.ts'

/** The statements by which a language with classes builds the objects of a call. */
export type ObjectSyntax = Readonly<{
  newObject: (name: string, typeName: string) => string
  newList: (name: string, typeName: string) => string
  add: (list: string, item: string) => string
  /** @param value a literal, or the name of an object or a list */
  set: (owner: string, member: SampleMember, value: string) => string
  text: (text: string) => string
}>

/**
 * Writes the statements that set the members of `owner`. Objects are created as `obj1`, `obj2` and lists of objects as
 * `list1`, numbered together, each before the statement that sets it (docs/reference/top-protocol.md, 9.1).
 */
export function objectStatements(
  owner: string,
  members: readonly SampleMember[],
  syntax: ObjectSyntax,
): readonly string[] {
  let count = 0
  const nextName = (prefix: string): string => {
    count += 1
    return prefix + count
  }

  const fill = (name: string, filled: readonly SampleMember[]): readonly string[] =>
    filled.flatMap((member) => {
      const { value } = member
      if (value.kind === 'object') {
        const made = nextName('obj')
        return [...create(made, value), syntax.set(name, member, made)]
      }
      if (value.kind === 'list' && value.typeName !== undefined) {
        const list = nextName('list')
        const items = value.items.flatMap((item) => (item.kind === 'object' ? addItem(list, item) : []))
        return [syntax.newList(list, value.typeName), ...items, syntax.set(name, member, list)]
      }
      return [syntax.set(name, member, literal(value, syntax))]
    })

  const create = (name: string, object: SampleObject): readonly string[] => [
    syntax.newObject(name, object.typeName),
    ...fill(name, object.members),
  ]

  const addItem = (list: string, item: SampleObject): readonly string[] => {
    const made = nextName('obj')
    return [...create(made, item), syntax.add(list, made)]
  }

  return fill(owner, members)
}

function literal(value: Exclude<SampleValue, { kind: 'object' }>, { text }: ObjectSyntax): string {
  if (value.kind === 'list') return text(joinedTexts(value.items))
  if (typeof value.value === 'string') return text(value.value)
  return typeof value.value === 'number' ? `${value.value}L` : String(value.value)
}

/** Joins a list of texts by commas, the format of the platform's list parameters. */
export function joinedTexts(items: readonly SampleValue[]): string {
  return items.map((item) => (item.kind === 'plain' ? item.value : '')).join(',')
}

/** Declares the variables that a fragment uses. @param declare writes one declaration */
export function declarations(
  { url, appKey, appSecret, session }: SampleTarget,
  declare: (name: string, value: string) => string,
  names = { secret: 'secret', session: 'sessionKey' },
): readonly string[] {
  return [
    ...[declare('url', url), declare('appkey', appKey), declare(names.secret, appSecret)],
    ...(session === undefined ? [] : [declare(names.session, session)]),
  ]
}

/** Indents every non-empty line. */
export function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line))
}
