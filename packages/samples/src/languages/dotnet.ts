import type { SampleTarget } from '../call/sample.ts'
import type { SampleCall, SampleMember } from '../call/sample-call.ts'
import { capitalProperty, methodClass, nestedClass } from '../source-text/class-names.ts'
import { csharpText } from '../source-text/literals.ts'
import { declarations, indented, type ObjectSyntax, objectStatements } from './statements.ts'

/** Writes a call with the platform's .NET SDK. */
export function renderDotnet(call: SampleCall, target: SampleTarget | undefined): string {
  const statements = callStatements(call, target?.session !== undefined)
  return (target === undefined ? statements : program(statements, target)).join('\n')
}

function callStatements(call: SampleCall, hasSession: boolean): readonly string[] {
  const name = methodClass(call.method)
  return [
    'ITopClient client = new DefaultTopClient(url, appkey, secret);',
    `${name}Request req = new ${name}Request();`,
    ...objectStatements('req', call.members, syntaxOf(`${name}Request`)),
    `${name}Response rsp = client.Execute(req${hasSession ? ', sessionKey' : ''});`,
    'Console.WriteLine(rsp.Body);',
  ]
}

function syntaxOf(requestClass: string): ObjectSyntax {
  const nested = (typeName: string): string => `${requestClass}.${nestedClass(typeName)}Domain`
  return {
    newObject: (name, typeName) => `${nested(typeName)} ${name} = new ${nested(typeName)}();`,
    newList: (name, typeName) => `List<${nested(typeName)}> ${name} = new List<${nested(typeName)}>();`,
    add: (list, item) => `${list}.Add(${item});`,
    set: (owner, member, value) => `${owner}.${capitalProperty(member.wire)}${suffix(owner, member)} = ${value};`,
    text: csharpText,
  }
}

/** A request keeps objects as JSON text; the property that accepts the object itself has a trailing underscore. */
function suffix(owner: string, { value }: SampleMember): string {
  const isStructure = value.kind === 'object' || (value.kind === 'list' && value.typeName !== undefined)
  return owner === 'req' && isStructure ? '_' : ''
}

function program(statements: readonly string[], target: SampleTarget): readonly string[] {
  const variables = declarations(target, (name, value) => `string ${name} = ${csharpText(value)};`)
  return [
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
    ...indented([...variables, ...statements], '        '),
    '    }',
    '}',
  ]
}
