import type { SampleTarget } from '../call/sample.ts'
import type { SampleCall } from '../call/sample-call.ts'
import { capitalProperty, methodClass, nestedClass } from '../source-text/class-names.ts'
import { javaText } from '../source-text/literals.ts'
import { declarations, indented, type ObjectSyntax, objectStatements } from './statements.ts'

/** Writes a call with the platform's Java SDK. */
export function renderJava(call: SampleCall, target: SampleTarget | undefined): string {
  const statements = callStatements(call, target?.session !== undefined)
  return (target === undefined ? statements : program(statements, target)).join('\n')
}

function callStatements(call: SampleCall, hasSession: boolean): readonly string[] {
  const name = methodClass(call.method)
  return [
    'TaobaoClient client = new DefaultTaobaoClient(url, appkey, secret);',
    `${name}Request req = new ${name}Request();`,
    ...objectStatements('req', call.members, syntaxOf(`${name}Request`)),
    `${name}Response rsp = client.execute(req${hasSession ? ', sessionKey' : ''});`,
    'System.out.println(rsp.getBody());',
  ]
}

function syntaxOf(requestClass: string): ObjectSyntax {
  const nested = (typeName: string): string => `${requestClass}.${nestedClass(typeName)}`
  return {
    newObject: (name, typeName) => `${nested(typeName)} ${name} = new ${nested(typeName)}();`,
    newList: (name, typeName) => `List<${nested(typeName)}> ${name} = new ArrayList<${nested(typeName)}>();`,
    add: (list, item) => `${list}.add(${item});`,
    set: (owner, { wire }, value) => `${owner}.set${capitalProperty(wire)}(${value});`,
    text: javaText,
  }
}

function program(statements: readonly string[], target: SampleTarget): readonly string[] {
  const variables = declarations(target, (name, value) => `String ${name} = ${javaText(value)};`)
  return [
    'import com.taobao.api.*;',
    'import com.taobao.api.request.*;',
    'import com.taobao.api.response.*;',
    'import java.util.*;',
    '',
    'public class Sample {',
    '    public static void main(String[] args) throws Exception {',
    ...indented([...variables, ...statements], '        '),
    '    }',
    '}',
  ]
}
