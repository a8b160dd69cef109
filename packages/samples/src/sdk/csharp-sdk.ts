import type { Field } from '@yaoquan/api'
import { capitalised, capitalProperty } from '../source-text/class-names.ts'
import { csharpText } from '../source-text/literals.ts'
import { csharpRequestBase } from './csharp-request-base.ts'
import {
  describeField,
  describeMethod,
  type FieldRule,
  isStructure,
  rulesOf,
  type SdkMethod,
  type SdkType,
  typeNaming,
} from './sdk-method.ts'

/** Generates request and response classes for `Top.Api`, by path. */
export function csharpFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([
    ['Request/YaoquanRequest.cs', csharpRequestBase],
    ...methods.flatMap((method): [string, string][] => [
      [`Request/${method.className}Request.cs`, requestClass(method)],
      [`Response/${method.className}Response.cs`, responseClass(method)],
    ]),
  ])
}

function requestClass({ definition, className, request, requestTypes }: SdkMethod): string {
  return `using System;
using System.Collections.Generic;
using System.Xml.Serialization;

namespace Top.Api.Request
{
${summary(describeMethod(definition), '    ')}
    public class ${className}Request : YaoquanRequest<Top.Api.Response.${className}Response>
    {
${request.map(parameter).join('')}\
        public override string GetApiName()
        {
            return ${csharpText(definition.name)};
        }

        protected override void AddParametersTo(IDictionary<string, string> parameters)
        {
${request.map(({ wire }) => `            AddParameter(parameters, ${csharpText(wire)}, this.${capitalProperty(wire)});\n`).join('')}\
        }

        public override void Validate()
        {
${request.flatMap((field) => rulesOf(field).map((rule) => check(field, rule))).join('')}\
        }
${requestTypes.map((type) => nestedType(type, nullableType)).join('')}\
    }
}
`
}

function responseClass({ definition, className, response, responseTypes }: SdkMethod): string {
  return `using System;
using System.Collections.Generic;
using System.Xml.Serialization;

namespace Top.Api.Response
{
${summary(describeMethod(definition), '    ')}
    public class ${className}Response : TopResponse
    {
${response.map((field) => member(field, plainType, '        ')).join('\n')}\
${responseTypes.map((type) => nestedType(type, plainType)).join('')}\
    }
}
`
}

/** A property of the request. Objects and lists of objects are stored as the JSON text that is sent. */
function parameter(field: Field): string {
  const name = capitalProperty(field.wire)
  const type = field.kind === 'object' || field.kind === 'list' ? 'string' : nullableType(field)
  const setter = `        public ${plainType(field)} ${name}_ { set { this.${name} = ToJson(value); } }\n\n`
  return `${summary(describeField(field), '        ')}
        public ${type} ${name} { get; set; }

${isStructure(field) ? setter : ''}`
}

function nestedType({ name, fields }: SdkType, typeOf: (field: Field) => string): string {
  return `
        [Serializable]
        public class ${name}Domain : TopObject
        {
${fields.map((field) => member(field, typeOf, '            ')).join('\n')}\
        }
`
}

function member(field: Field, typeOf: (field: Field) => string, margin: string): string {
  return `${summary(describeField(field), margin)}
${attributes(field)
  .map((line) => `${margin}${line}\n`)
  .join('')}\
${margin}public ${typeOf(field)} ${capitalProperty(field.wire)} { get; set; }
`
}

function attributes(field: Field): readonly string[] {
  if (field.kind !== 'list') return [`[XmlElement(${csharpText(field.wire)})]`]
  return [`[XmlArray(${csharpText(field.wire)})]`, `[XmlArrayItem(${csharpText(field.itemTag)})]`]
}

const plainType = typeNaming({
  text: 'string',
  number: 'long',
  boolean: 'bool',
  objectOf: (name) => `${name}Domain`,
  listOf: (name) => `List<${name}>`,
})

/** The type of a parameter, which may be left out. */
function nullableType(field: Field): string {
  return field.kind === 'number' || field.kind === 'boolean' ? `Nullable<${plainType(field)}>` : plainType(field)
}

/** The class stores a list of objects as JSON text, so only the gateway checks its count. */
function check({ wire }: Field, rule: FieldRule): string {
  if (rule.kind === 'objectMaxListSize') return ''
  const limit = rule.kind === 'required' ? '' : `, ${rule.limit}`
  const name = rule.kind === 'maxListSize' ? 'MaxTexts' : capitalised(rule.kind)
  return `            Check${name}(${csharpText(wire)}, this.${capitalProperty(wire)}${limit});\n`
}

function summary(lines: readonly string[], margin: string): string {
  const escaped = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  return ['<summary>', ...escaped, '</summary>'].map((line) => `${margin}/// ${line}`).join('\n')
}
