import type { Field, Fields, MethodDefinition } from '@yaoquan/api'
import { methodClass, nestedClass } from '../call/class-names.ts'

/** A method with the classes that its objects need. */
export type SdkMethod = Readonly<{
  definition: MethodDefinition
  /** What `Request` or `Response` follows, e.g. `TimeGet`. */
  className: string
  request: readonly Field[]
  response: readonly Field[]
  requestTypes: readonly SdkType[]
  responseTypes: readonly SdkType[]
}>

/** A class of a nested object, named without the version digits of its type. */
export type SdkType = Readonly<{ name: string; fields: readonly Field[] }>

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

/**
 * Every type once, in the order of first use.
 * @throws Error if two types of one name have different fields: whichever class were written, one of them would be wrong
 */
export function distinctTypes(types: readonly SdkType[]): readonly SdkType[] {
  const byName = new Map<string, SdkType>()
  for (const type of types) {
    const known = byName.get(type.name)
    if (known === undefined) byName.set(type.name, type)
    else if (!isSame(known, type)) throw new Error(`two types of different fields are named ${type.name}`)
  }
  return [...byName.values()]
}

/** The types of all methods, where classes are global. */
export function typesOf(methods: readonly SdkMethod[]): readonly SdkType[] {
  return distinctTypes(methods.flatMap(({ requestTypes, responseTypes }) => [...requestTypes, ...responseTypes]))
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
