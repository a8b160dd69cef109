import type { Field, Fields, MethodDefinition, Text } from '@yaoquan/api'
import { methodClass, nestedClass } from '../source-text/class-names.ts'

/** A method with the classes of its nested objects. */
export type SdkMethod = Readonly<{
  definition: MethodDefinition
  /** The class name without `Request` or `Response`, e.g. `TimeGet`. */
  className: string
  request: readonly Field[]
  response: readonly Field[]
  requestTypes: readonly SdkType[]
  responseTypes: readonly SdkType[]
}>

/** The class of a nested object, named without the version digits of its type. */
export type SdkType = Readonly<{ name: string; fields: readonly Field[] }>

/** Collects the classes that a method needs. */
export function sdkMethod(definition: MethodDefinition): SdkMethod {
  return {
    definition,
    className: methodClass(definition.name),
    request: Object.values(definition.request),
    response: Object.values(definition.response),
    requestTypes: nestedTypes(Object.values(definition.request)),
    responseTypes: nestedTypes(Object.values(definition.response)),
  }
}

/** Removes repeated types, in order of first use. @throws Error if two of the same name differ in their fields */
export function distinctTypes(types: readonly SdkType[]): readonly SdkType[] {
  const byName = new Map<string, SdkType>()
  for (const type of types) {
    const known = byName.get(type.name)
    if (known === undefined) byName.set(type.name, type)
    else if (!isSame(known, type)) throw new Error(`two types with different fields are named ${type.name}`)
  }
  return [...byName.values()]
}

/** The types of all methods, for languages with global classes. */
export function typesOf(methods: readonly SdkMethod[]): readonly SdkType[] {
  return distinctTypes(methods.flatMap(({ requestTypes, responseTypes }) => [...requestTypes, ...responseTypes]))
}

/** Whether a parameter is sent as JSON: an object or a list of objects. */
export function isStructure(field: Field): boolean {
  return field.kind === 'object' || (field.kind === 'list' && field.item.kind === 'object')
}

type TypeNames = Readonly<{
  text: string
  number: string
  boolean: string
  /** @param name the class of the object */
  objectOf: (name: string) => string
  /** @param name the type of the items */
  listOf: (name: string) => string
}>

/** How a language names the type of a field. */
export function typeNaming(names: TypeNames): (field: Field) => string {
  return (field) => {
    if (field.kind === 'object') return names.objectOf(nestedClass(field.typeName))
    if (field.kind !== 'list') return names[field.kind]
    return names.listOf(field.item.kind === 'object' ? names.objectOf(nestedClass(field.item.typeName)) : names.text)
  }
}

function nestedTypes(fields: readonly Field[]): readonly SdkType[] {
  return distinctTypes(fields.flatMap(typesOfField))
}

function typesOfField(field: Field): readonly SdkType[] {
  if (field.kind === 'object') return typesOfObject(field)
  return field.kind === 'list' && field.item.kind === 'object' ? typesOfObject(field.item) : []
}

function typesOfObject({ typeName, fields }: Readonly<{ typeName: string; fields: Fields }>): readonly SdkType[] {
  const own = Object.values(fields)
  return [{ name: nestedClass(typeName), fields: own }, ...own.flatMap(typesOfField)]
}

function isSame(one: SdkType, other: SdkType): boolean {
  return (
    one.fields.length === other.fields.length &&
    one.fields.every(({ wire, kind }, at) => wire === other.fields[at]?.wire && kind === other.fields[at]?.kind)
  )
}

/** The lines of a field's comment: Chinese, English, then its example. */
export function describeField(field: Field): readonly string[] {
  return [...bothLanguages(field.description), ...exampleOf(field)]
}

/** The lines of a method's comment. */
export function describeMethod({ name, title, description }: MethodDefinition): readonly string[] {
  return [`TOP API: ${name}`, ...bothLanguages(title), ...bothLanguages(description)]
}

/** The lines with `*` + `/` replaced, which would end a block comment. */
export function insideBlockComment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replaceAll('*/', '* /'))
}

function bothLanguages({ zh, en }: Text): readonly string[] {
  return (zh === en ? [zh] : [zh, en]).map((text) => text.replaceAll(/\s+/g, ' '))
}

function exampleOf(field: Field): readonly string[] {
  switch (field.kind) {
    case 'object':
      return []
    case 'list':
      return field.item.kind === 'text' ? [`例 (e.g.) ${field.item.example}`] : []
    default:
      return [`例 (e.g.) ${field.example}`]
  }
}

/**
 * A check of generated classes before sending, as in the platform's generators (docs/reference/top-protocol.md, 2.3).
 * The kinds are the names of the checks in the platform's SDKs.
 */
export type FieldRule =
  | Readonly<{ kind: 'required' }>
  | Readonly<{ kind: 'maxLength' | 'maxListSize' | 'objectMaxListSize' | 'maxValue' | 'minValue'; limit: number }>

/** The rules of a top-level parameter. Only the gateway checks members of objects, as with the platform's SDKs. */
export function rulesOf(field: Field): readonly FieldRule[] {
  return [...(field.required ? [{ kind: 'required' } as const] : []), ...limitsOf(field)]
}

function limitsOf(field: Field): readonly FieldRule[] {
  switch (field.kind) {
    case 'text':
      return field.maxLength === undefined ? [] : [{ kind: 'maxLength', limit: field.maxLength }]
    case 'number':
      return [
        ...(field.max < Number.MAX_SAFE_INTEGER ? [{ kind: 'maxValue', limit: field.max } as const] : []),
        { kind: 'minValue', limit: field.min },
      ]
    case 'list': {
      const kind = field.item.kind === 'object' ? 'objectMaxListSize' : 'maxListSize'
      return field.maxItems === undefined ? [] : [{ kind, limit: field.maxItems }]
    }
    default:
      return []
  }
}
