import type { Field } from '@yaoquan/api'
import { capitalised, capitalProperty, propertyName } from '../source-text/class-names.ts'
import { javaText } from '../source-text/literals.ts'
import {
  describeField,
  describeMethod,
  type FieldRule,
  insideBlockComment,
  isStructure,
  rulesOf,
  type SdkMethod,
  type SdkType,
  typeNaming,
} from './sdk-method.ts'

/** Generates request and response classes for `com.taobao.api`, by path. */
export function javaFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map(
    methods.flatMap((method) => [
      [`com/taobao/api/request/${method.className}Request.java`, requestClass(method)],
      [`com/taobao/api/response/${method.className}Response.java`, responseClass(method)],
    ]),
  )
}

function requestClass({ definition, className, request, requestTypes }: SdkMethod): string {
  return `package com.taobao.api.request;

import java.util.List;
import java.util.Map;

import com.taobao.api.ApiRuleException;
import com.taobao.api.BaseTaobaoRequest;
import com.taobao.api.TaobaoObject;
import com.taobao.api.internal.mapping.ApiField;
import com.taobao.api.internal.mapping.ApiListField;
import com.taobao.api.internal.util.RequestCheckUtils;
import com.taobao.api.internal.util.TaobaoHashMap;
import com.taobao.api.internal.util.json.JSONWriter;
import com.taobao.api.response.${className}Response;

${comment(describeMethod(definition), '')}
public class ${className}Request extends BaseTaobaoRequest<${className}Response> {
${request.map(parameter).join('')}
	public String getApiMethodName() {
		return ${javaText(definition.name)};
	}

	public Map<String, String> getTextParams() {
		TaobaoHashMap txtParams = new TaobaoHashMap();
${request.map(({ wire }) => `\t\ttxtParams.put(${javaText(wire)}, this.${propertyName(wire)});\n`).join('')}\
		if (this.udfParams != null) {
			txtParams.putAll(this.udfParams);
		}
		return txtParams;
	}

	public Class<${className}Response> getResponseClass() {
		return ${className}Response.class;
	}

	public void check() throws ApiRuleException {
${request.flatMap((field) => rulesOf(field).map((rule) => `\t\t${check(field, rule)}\n`)).join('')}\
	}
${requestTypes.map(nestedType).join('')}}
`
}

function responseClass({ definition, className, response, responseTypes }: SdkMethod): string {
  return `package com.taobao.api.response;

import java.util.List;

import com.taobao.api.TaobaoObject;
import com.taobao.api.TaobaoResponse;
import com.taobao.api.internal.mapping.ApiField;
import com.taobao.api.internal.mapping.ApiListField;

${comment(describeMethod(definition), '')}
public class ${className}Response extends TaobaoResponse {

	private static final long serialVersionUID = 1L;
${response.map((field) => member(field, '\t')).join('')}${responseTypes.map(nestedType).join('')}}
`
}

/** A field of the request. Objects and lists of objects are stored as the JSON text that is sent. */
function parameter(field: Field): string {
  const property = propertyName(field.wire)
  const capital = capitalProperty(field.wire)
  const type = parameterType(field)
  const setter = `
	public void set${capital}(${memberType(field)} ${property}) {
		this.${property} = new JSONWriter(false,true).write(${property});
	}
`
  return `
${comment(describeField(field), '\t')}
	private ${type} ${property};

	public void set${capital}(${type} ${property}) {
		this.${property} = ${property};
	}
${isStructure(field) ? setter : ''}
	public ${type} get${capital}() {
		return this.${property};
	}
`
}

function nestedType({ name, fields }: SdkType): string {
  return `
	public static class ${name} extends TaobaoObject {

		private static final long serialVersionUID = 1L;
${fields.map((field) => member(field, '\t\t')).join('')}	}
`
}

function member(field: Field, margin: string): string {
  const property = propertyName(field.wire)
  const capital = capitalProperty(field.wire)
  const type = memberType(field)
  return `
${comment(describeField(field), margin)}
${annotations(field)
  .map((line) => `${margin}${line}\n`)
  .join('')}\
${margin}private ${type} ${property};

${margin}public ${type} get${capital}() {
${margin}	return this.${property};
${margin}}

${margin}public void set${capital}(${type} ${property}) {
${margin}	this.${property} = ${property};
${margin}}
`
}

function annotations(field: Field): readonly string[] {
  if (field.kind !== 'list') return [`@ApiField(${javaText(field.wire)})`]
  return [`@ApiListField(${javaText(field.wire)})`, `@ApiField(${javaText(field.itemTag)})`]
}

const memberType = typeNaming({
  text: 'String',
  number: 'Long',
  boolean: 'Boolean',
  objectOf: (name) => name,
  listOf: (name) => `List<${name}>`,
})

function parameterType(field: Field): string {
  return field.kind === 'object' || field.kind === 'list' ? 'String' : memberType(field)
}

function check({ wire }: Field, rule: FieldRule): string {
  const property = propertyName(wire)
  const name = javaText(property)
  if (rule.kind === 'required') return `RequestCheckUtils.checkNotEmpty(${property}, ${name});`
  const limit = rule.kind === 'maxValue' || rule.kind === 'minValue' ? `${rule.limit}L` : rule.limit
  return `RequestCheckUtils.check${capitalised(rule.kind)}(${property}, ${limit}, ${name});`
}

function comment(lines: readonly string[], margin: string): string {
  // Java interprets `\u` escapes in comments too.
  const safe = insideBlockComment(lines).map((line) => line.replaceAll('\\', '&#92;'))
  return `${margin}/**\n${safe.map((line) => `${margin} * ${line}\n`).join('')}${margin} */`
}
