import type { SampleCall, SampleTarget } from '../call/sample-call.ts'
import { cText } from '../source-text/literals.ts'
import { declarations, indented } from './statements.ts'

/** Writes a call with the platform's C SDK. */
export function renderC(call: SampleCall, target: SampleTarget | undefined): string {
  const statements = callStatements(call, target?.session !== undefined)
  return (target === undefined ? statements : program(statements, target)).join('\n')
}

function callStatements(call: SampleCall, hasSession: boolean): readonly string[] {
  return [
    'pTopRequest pRequest = alloc_top_request();',
    'pTopResponse pResponse = NULL;',
    'pTaobaoClient pClient = alloc_taobao_client(url, appkey, appsecret);',
    `set_api_name(pRequest,${cText(call.method)});`,
    ...Object.entries(call.parameters).map(([wire, value]) => `add_param(pRequest,${cText(wire)},${cText(value)});`),
    `pResponse = top_execute(pClient,pRequest,${hasSession ? 'session' : 'NULL'});`,
    'printf("ret code:%d\\n",pResponse->code);',
    'if(pResponse->code == 0){',
    '\tpTopResponseIterator ite = init_response_iterator(pResponse);',
    '\tpResultItem pResultItem = alloc_result_item();',
    '\twhile(parseNext(ite, pResultItem) == 0){',
    '\t\tprintf("%s:%s\\n",pResultItem->key,pResultItem->value);',
    '\t}',
    '\tdestroy_response_iterator(ite);',
    '\tdestroy_result_item(pResultItem);',
    '}',
    'destroy_top_request(pRequest);',
    'destroy_top_response(pResponse);',
    'destroy_taobao_client(pClient);',
  ]
}

function program(statements: readonly string[], target: SampleTarget): readonly string[] {
  const variables = declarations(target, (name, value) => `char *${name} = ${cText(value)};`, {
    secret: 'appsecret',
    session: 'session',
  })
  return [
    '#include <stdio.h>',
    '#include "TopSdk.h"',
    '',
    'int main(void)',
    '{',
    ...indented([...variables, ...statements, 'return 0;'], '\t'),
    '}',
  ]
}
