import type {
  PlainValue,
  SampleCall,
  SampleMember,
  SampleObject,
  SampleTarget,
  SampleValue,
} from '../call/sample-call.ts'
import { capitalProperty, methodClass, phpClass } from '../source-text/class-names.ts'
import { phpText } from '../source-text/literals.ts'
import { declarations, joinedTexts } from './statements.ts'

/** Writes a call with the platform's PHP SDK. */
export function renderPhp(call: SampleCall, target: SampleTarget | undefined): string {
  const statements = callStatements(call, target?.session !== undefined)
  return (target === undefined ? statements : [...opening(target), ...statements]).join('\n')
}

function callStatements(call: SampleCall, hasSession: boolean): readonly string[] {
  return [
    '$c = new TopClient;',
    '$c->appkey = $appkey;',
    '$c->secretKey = $secret;',
    '$c->gatewayUrl = $url;',
    '$c->format = "json";',
    `$req = new ${methodClass(call.method)}Request;`,
    ...call.members.flatMap((member) => setParameter(member, call.method)),
    `$resp = $c->execute($req${hasSession ? ', $sessionKey' : ''});`,
    'echo json_encode($resp, JSON_UNESCAPED_UNICODE);',
  ]
}

/** Objects are built in variables with their wire names and passed to the setter as JSON. */
function setParameter({ wire, value }: SampleMember, method: string): readonly string[] {
  const setter = `$req->set${capitalProperty(wire)}`
  const variable = `$${wire}`
  switch (value.kind) {
    case 'object':
      return [...createObject(variable, value, method), `${setter}(json_encode(${variable}));`]
    case 'list':
      if (value.typeName === undefined) return [`${setter}(${phpText(joinedTexts(value.items))});`]
      return [
        `${variable} = array();`,
        ...appendItems(variable, value.items, method),
        `${setter}(json_encode(${variable}));`,
      ]
    default:
      return [`${setter}(${literal(value)});`]
  }
}

function createObject(variable: string, object: SampleObject, method: string): readonly string[] {
  return [
    `${variable} = new ${phpClass(object.typeName, method)};`,
    ...object.members.flatMap(({ wire, value }) => assign(`${variable}->${wire}`, value, method)),
  ]
}

function assign(place: string, value: SampleValue, method: string): readonly string[] {
  switch (value.kind) {
    case 'object':
      return createObject(place, value, method)
    case 'list':
      return [`${place} = array();`, ...appendItems(place, value.items, method)]
    default:
      return [`${place}=${literal(value)};`]
  }
}

function appendItems(place: string, items: readonly SampleValue[], method: string): readonly string[] {
  return items.flatMap((item, at) => assign(`${place}[${at}]`, item, method))
}

/** Numbers are quoted, as in the platform's samples. */
function literal({ value }: PlainValue): string {
  return phpText(String(value))
}

/** The SDK writes timestamps in PHP's time zone; the gateway needs GMT+8 (docs/reference/top-protocol.md, 1.3). */
function opening(target: SampleTarget): readonly string[] {
  return [
    '<?php',
    'include "TopSdk.php";',
    'date_default_timezone_set("Asia/Shanghai");',
    ...declarations(target, (name, value) => `$${name} = ${phpText(value)};`),
  ]
}
