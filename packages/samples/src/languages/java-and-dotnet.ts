import type { SampleCall, SampleMember, SampleObject, SampleTarget, SampleValue } from '../call/sample-call.ts'
import { capitalProperty, methodClass, nestedClass } from '../source-text/class-names.ts'
import { csharpText, javaText } from '../source-text/literals.ts'
import { declarations, indented, joinedTexts } from './statements.ts'

/** Writes a call with the platform's Java SDK. */
export function renderJava(call: SampleCall, target: SampleTarget | undefined): string {
  return render(call, target, java)
}

/** Writes a call with the platform's .NET SDK. */
export function renderDotnet(call: SampleCall, target: SampleTarget | undefined): string {
  return render(call, target, dotnet)
}

/** What differs between the two languages. */
type Language = Readonly<{
  client: string
  /** @param request the request, and the session where there is one */
  execute: (request: string) => string
  print: string
  textType: string
  text: (text: string) => string
  nestedSuffix: string
  listClass: string
  add: string
  set: ObjectSyntax['set']
  /** The lines of a program around its statements. */
  opening: readonly string[]
}>

const java: Language = {
  client: 'TaobaoClient client = new DefaultTaobaoClient(url, appkey, secret);',
  execute: (request) => `client.execute(${request})`,
  print: 'System.out.println(rsp.getBody());',
  textType: 'String',
  text: javaText,
  nestedSuffix: '',
  listClass: 'ArrayList',
  add: 'add',
  set: (owner, { wire }, value) => `${owner}.set${capitalProperty(wire)}(${value});`,
  opening: [
    'import com.taobao.api.*;',
    'import com.taobao.api.request.*;',
    'import com.taobao.api.response.*;',
    'import java.util.*;',
    '',
    'public class Sample {',
    '    public static void main(String[] args) throws Exception {',
  ],
}

const dotnet: Language = {
  client: 'ITopClient client = new DefaultTopClient(url, appkey, secret);',
  execute: (request) => `client.Execute(${request})`,
  print: 'Console.WriteLine(rsp.Body);',
  textType: 'string',
  text: csharpText,
  nestedSuffix: 'Domain',
  listClass: 'List',
  add: 'Add',
  set: (owner, member, value) => `${owner}.${capitalProperty(member.wire)}${suffix(owner, member)} = ${value};`,
  opening: [
    'using System;',
    'using System.Collections.Generic;',
    'using Top.Api;',
    'using Top.Api.Request;',
    'using Top.Api.Response;',
    '',
    'public class Sample',
    '{',
    '    public static void Main()',
    '    {',
  ],
}

/** A request keeps objects as JSON text; the property that accepts the object itself has a trailing underscore. */
function suffix(owner: string, { value }: SampleMember): string {
  const isStructure = value.kind === 'object' || (value.kind === 'list' && value.typeName !== undefined)
  return owner === 'req' && isStructure ? '_' : ''
}

function render(call: SampleCall, target: SampleTarget | undefined, language: Language): string {
  const name = methodClass(call.method)
  const statements = [
    language.client,
    `${name}Request req = new ${name}Request();`,
    ...objectStatements('req', call.members, syntaxOf(`${name}Request`, language)),
    `${name}Response rsp = ${language.execute(target?.session === undefined ? 'req' : 'req, sessionKey')};`,
    language.print,
  ]
  if (target === undefined) return statements.join('\n')
  const { textType, text, opening } = language
  const variables = declarations(target, (variable, value) => `${textType} ${variable} = ${text(value)};`)
  return [...opening, ...indented([...variables, ...statements], '        '), '    }', '}'].join('\n')
}

function syntaxOf(requestClass: string, { nestedSuffix, listClass, add, set, text }: Language): ObjectSyntax {
  const nested = (typeName: string): string => `${requestClass}.${nestedClass(typeName)}${nestedSuffix}`
  return {
    newObject: (name, typeName) => `${nested(typeName)} ${name} = new ${nested(typeName)}();`,
    newList: (name, typeName) => `List<${nested(typeName)}> ${name} = new ${listClass}<${nested(typeName)}>();`,
    add: (list, item) => `${list}.${add}(${item});`,
    set,
    text,
  }
}

/** The statements by which a language with classes builds the objects of a call. */
type ObjectSyntax = Readonly<{
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
function objectStatements(owner: string, members: readonly SampleMember[], syntax: ObjectSyntax): readonly string[] {
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
