import { bothTexts, type Field, type Fields, type ListItem, type MethodDefinition } from '@yaoquan/api'

/** A method, and the name under which `@yaoquan/api` exports its definition. */
export type NamedDefinition = Readonly<{ exportName: string; definition: MethodDefinition }>

/**
 * The declarations that replace those of `packages/client/src/method-types.ts` in the published package: an interface with a name for
 * each request, result and answer, and for each object in them. Types that the compiler derives from definitions have no documents to
 * show on hover, no names, and took a megabyte.
 */
export function methodTypes(all: readonly NamedDefinition[]): string {
  const interfaces = new Interfaces()
  const rows = all.map((one) => addMethod(one, interfaces))
  const table = (name: string, member: 'request' | 'result' | 'answer'): string =>
    `export interface ${name} {\n${rows.map((row) => `  readonly '${row.name}': ${row[member]}\n`).join('')}}`
  return [
    "import type { Told, WithRequestId } from './method-result.js'",
    '/** The name of a method on the wire. */\nexport type MethodName = keyof Requests',
    `/** What a caller passes to each method. */\n${table('Requests', 'request')}`,
    `/** The \`result\` of each method that has one. */\n${table('Results', 'result')}`,
    `/** What \`execute\` returns for each method. */\n${table('Answers', 'answer')}`,
    ...interfaces.texts(),
    '',
  ].join('\n\n')
}

type Row = Readonly<{ name: string; request: string; result: string; answer: string }>

function addMethod({ exportName, definition }: NamedDefinition, interfaces: Interfaces): Row {
  const { name, title, description, request, response } = definition
  const owner = exportName.charAt(0).toUpperCase() + exportName.slice(1)
  const document = documentOf([bothTexts(title), bothTexts(description), `\`${name}\``], '')
  const place = { owner, interfaces }
  const { result } = response
  const isResult = result?.kind === 'object' && result.required
  const resultType = isResult ? typeOf(result, place) : 'never'
  const answered = Object.entries(response).map(([property, field]) =>
    isResult && field === result
      ? `  readonly result: Told<${resultType}>\n`
      : memberOf(property, { field, type: typeOf(field, place), isNeeded: field.required }),
  )
  const answer = `extends WithRequestId {\n${answered.join('')}}`
  return {
    name,
    request: interfaces.add({ name: `${owner}Request`, owner, body: `{\n${requestOf(request, place)}}`, document }),
    result: resultType,
    answer: interfaces.add({ name: `${owner}Answer`, owner, body: answer, document }),
  }
}

/** The client makes a request number for a write that needs it and has none. */
function requestOf(fields: Fields, place: Place): string {
  return Object.entries(fields)
    .map(([property, field]) => {
      const isNeeded = field.required && property !== 'outRequestNo'
      return memberOf(property, { field, type: typeOf(field, place), isNeeded })
    })
    .join('')
}

type Place = Readonly<{ owner: string; interfaces: Interfaces }>
type Member = Readonly<{ field: Field; type: string; isNeeded: boolean }>

function memberOf(property: string, { field, type, isNeeded }: Member): string {
  const declared = isNeeded ? `${property}: ${type}` : `${property}?: ${type} | undefined`
  return `${documentOf(textsOf(field), '  ')}  readonly ${declared}\n`
}

function typeOf(field: Field | ListItem, place: Place): string {
  switch (field.kind) {
    case 'text':
      return 'oneOf' in field && field.oneOf !== undefined
        ? field.oneOf.map((value) => `'${value}'`).join(' | ')
        : 'string'
    case 'number':
    case 'boolean':
      return field.kind
    case 'list':
      return `readonly ${typeOf(field.item, place)}[]`
    case 'object': {
      const members = Object.entries(field.fields).map(([property, inner]) =>
        memberOf(property, { field: inner, type: typeOf(inner, place), isNeeded: inner.required }),
      )
      return place.interfaces.add({
        name: field.typeName,
        owner: place.owner,
        body: `{\n${members.join('')}}`,
        document: '',
      })
    }
  }
}

function textsOf(field: Field): readonly string[] {
  const facts = [`\`${field.wire}\``, ...limitsOf(field)]
  if ('example' in field) facts.push(`such as \`${field.example}\``)
  const need = field.need === undefined ? [] : [bothTexts(field.need)]
  return [bothTexts(field.description), ...need, facts.join(', ')]
}

function limitsOf(field: Field): readonly string[] {
  switch (field.kind) {
    case 'text':
      return field.maxLength === undefined ? [] : [`at most ${field.maxLength} characters`]
    case 'number':
      return [field.max === Number.MAX_SAFE_INTEGER ? `from ${field.min}` : `${field.min} to ${field.max}`]
    case 'list':
      return field.maxItems === undefined ? [] : [`at most ${field.maxItems}`]
    default:
      return []
  }
}

/** A comment of one paragraph per text. */
function documentOf(texts: readonly string[], indent: string): string {
  const lines = texts.join('\n\n').replaceAll('*/', '*\\/').split('\n')
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`
}

type Declared = Readonly<{ name: string; owner: string; body: string; document: string }>

/**
 * The interfaces by name. Methods share those whose members are equal but for the examples; where they differ, the name begins with that
 * of the method.
 */
class Interfaces {
  readonly #bodies = new Map<string, Readonly<{ body: string; document: string }>>()

  /** @returns the name that the interface got */
  add({ name, owner, body, document }: Declared): string {
    const isFree = (wanted: string) => withoutExamples(this.#bodies.get(wanted)?.body ?? body) === withoutExamples(body)
    const names = [name, `${owner}${name}`, ...Array.from({ length: 9 }, (_, more) => `${owner}${name}${more + 2}`)]
    const free = names.find(isFree)
    if (free === undefined) throw new Error(`no name is left for ${name} of ${owner}`)
    if (!this.#bodies.has(free)) this.#bodies.set(free, { body, document })
    return free
  }

  texts(): readonly string[] {
    return [...this.#bodies].map(([name, { body, document }]) => `${document}export interface ${name} ${body}`)
  }
}

function withoutExamples(body: string): string {
  return body.replaceAll(/, such as `.*`$/gm, '')
}
