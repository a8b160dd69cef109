import type { Field, Fields, ObjectField, Text } from './field.ts'

/** A rule about several fields of a request, which are named by their properties from the top level down, joined with dots. */
export type RequestRule =
  /** A call needs all fields of exactly one alternative, or of at least one. The alternative that samples use comes first. */
  | Readonly<{ kind: 'exactlyOne' | 'atLeastOne'; of: readonly (readonly string[])[] }>
  /** The fields are needed if another field has one of the values. */
  | Readonly<{ kind: 'neededIf'; fields: readonly string[]; when: string; is: readonly string[] }>

/** The same fields, where those of a rule tell it in `need`: documents, forms and help show that beside the description. */
export function withNeeds(fields: Fields, rules: readonly RequestRule[]): Fields {
  return rules.reduce((told, rule) => {
    const text = textOf(rule, fields)
    return fieldsOf(rule).reduce((one, path) => needed(one, path.split('.'), text), told)
  }, fields)
}

/** The fields that a call with these values has to send beside the required ones: those of each rule's first alternative. */
export function neededFields(rules: readonly RequestRule[], valueAt: (path: string) => unknown): readonly string[] {
  return rules.flatMap((rule) => {
    if (rule.kind === 'neededIf') return rule.is.some((value) => value === valueAt(rule.when)) ? rule.fields : []
    return rule.of.find((paths) => paths.every((path) => valueAt(path) !== undefined)) ?? []
  })
}

function fieldsOf(rule: RequestRule): readonly string[] {
  return rule.kind === 'neededIf' ? rule.fields : rule.of.flat()
}

function textOf(rule: RequestRule, fields: Fields): Text {
  const wire = (path: string) => wireOf(fields, path.split('.'))
  if (rule.kind === 'neededIf') {
    const [when, is] = [wire(rule.when), rule.is.join('、')]
    return { zh: `${when} 为 ${is} 时必填`, en: `required if ${when} is ${rule.is.join(' or ')}` }
  }
  const names = rule.of.map((paths) => paths.map(wire).join(' + '))
  return rule.kind === 'exactlyOne'
    ? { zh: `${names.join('、')} 传其一`, en: `send one of ${names.join(', ')}` }
    : { zh: `${names.join('、')} 至少传一个`, en: `send at least one of ${names.join(', ')}` }
}

/** @throws TypeError for a rule about a field that there is not */
function fieldAt(fields: Fields, [name = '', ...inner]: readonly string[]): Field {
  const field = fields[name]
  if (field === undefined) throw new TypeError(`a rule names ${name}, which is no field`)
  return inner.length === 0 ? field : fieldAt(asObject(field).fields, inner)
}

function wireOf(fields: Fields, path: readonly string[]): string {
  return fieldAt(fields, path).wire
}

function asObject(field: Field): ObjectField {
  if (field.kind !== 'object') throw new TypeError(`a rule names a member of ${field.wire}, which has none`)
  return field
}

function needed(fields: Fields, [name = '', ...inner]: readonly string[], need: Text): Fields {
  const field = fieldAt(fields, [name])
  if (inner.length === 0) return { ...fields, [name]: { ...field, need: bothNeeds(field.need, need) } }
  const object = asObject(field)
  return { ...fields, [name]: { ...object, fields: needed(object.fields, inner, need) } }
}

function bothNeeds(one: Text | undefined, other: Text): Text {
  return one === undefined ? other : { zh: `${one.zh}；${other.zh}`, en: `${one.en}; ${other.en}` }
}
