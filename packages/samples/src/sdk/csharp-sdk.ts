import type { Field } from '@yaoquan/api'
import { capitalProperty, nestedClass } from '../source-text/class-names.ts'
import { csharpText } from '../source-text/literals.ts'
import { csharpRequestBase } from './csharp-request-base.ts'
import { describeField, describeMethod } from './describe-field.ts'
import { type FieldRule, rulesOf } from './field-rules.ts'
import { isStructure, type SdkMethod, type SdkType } from './sdk-method.ts'

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
${request
  .flatMap((field) => rulesOf(field).map((rule) => check(field, rule)))
  .filter((line) => line !== '')
  .map((line) => `            ${line}\n`)
  .join('')}\
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

function plainType(field: Field): string {
  switch (field.kind) {
    case 'text':
      return 'string'
    case 'number':
      return 'long'
    case 'boolean':
      return 'bool'
    case 'object':
      return `${nestedClass(field.typeName)}Domain`
    case 'list':
      return field.item.kind === 'object' ? `List<${nestedClass(field.item.typeName)}Domain>` : 'List<string>'
  }
}

/** The type of a parameter, which may be left out. */
function nullableType(field: Field): string {
  return field.kind === 'number' || field.kind === 'boolean' ? `Nullable<${plainType(field)}>` : plainType(field)
}

function check({ wire }: Field, rule: FieldRule): string {
  const value = `this.${capitalProperty(wire)}`
  const name = csharpText(wire)
  switch (rule.kind) {
    case 'required':
      return `CheckRequired(${name}, ${value});`
    case 'maxLength':
      return `CheckMaxLength(${name}, ${value}, ${rule.limit});`
    case 'maxTexts':
      return `CheckMaxTexts(${name}, ${value}, ${rule.limit});`
    case 'maxObjects':
      // The class stores the list as JSON text; the gateway checks the count.
      return ''
    case 'maxValue':
      return `CheckMaxValue(${name}, ${value}, ${rule.limit});`
    case 'minValue':
      return `CheckMinValue(${name}, ${value}, ${rule.limit});`
  }
}

function summary(lines: readonly string[], margin: string): string {
  const escaped = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  return ['<summary>', ...escaped, '</summary>'].map((line) => `${margin}/// ${line}`).join('\n')
}
