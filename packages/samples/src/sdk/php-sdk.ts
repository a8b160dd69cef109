import type { Field } from '@yaoquan/api'
import { capitalised, capitalProperty, phpClass, propertyName } from '../source-text/class-names.ts'
import { phpText } from '../source-text/literals.ts'
import {
  describeField,
  describeMethod,
  distinctTypes,
  type FieldRule,
  insideBlockComment,
  rulesOf,
  type SdkMethod,
  type SdkType,
} from './sdk-method.ts'

/** Generates global classes in the folder layout of the platform's PHP SDK, and an autoloader for use outside of it. */
export function phpFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([
    ...methods.map((method) => [`top/request/${method.className}Request.php`, requestClass(method)] as const),
    ...domainTypes(methods).map((type) => [`top/domain/${type.name}.php`, domainClass(type)] as const),
    ['yaoquan_autoload.php', autoloader],
  ])
}

/** The classes of request objects; the SDK decodes answers to plain PHP objects. */
function domainTypes(methods: readonly SdkMethod[]): readonly SdkType[] {
  return distinctTypes(
    methods.flatMap(({ definition, requestTypes }) =>
      requestTypes.map(({ name, fields }) => ({ name: phpClass(name, definition.name), fields })),
    ),
  )
}

function requestClass({ definition, className, request }: SdkMethod): string {
  return `<?php
${comment(describeMethod(definition), '')}
class ${className}Request
{
${request.map(property).join('')}\
	private $apiParas = array();

${request.map(accessors).join('')}\
	public function getApiMethodName()
	{
		return ${phpText(definition.name)};
	}

	public function getApiParas()
	{
		return $this->apiParas;
	}

	public function check()
	{
${request.flatMap((field) => rulesOf(field).map((rule) => check(field, rule))).join('')}\
	}

	public function putOtherTextParam($key, $value)
	{
		$this->apiParas[$key] = $value;
	}
}
`
}

function property(field: Field): string {
  return `${comment(describeField(field), '\t')}
	private $${propertyName(field.wire)};

`
}

function accessors({ wire }: Field): string {
  const name = propertyName(wire)
  return `	public function set${capitalProperty(wire)}($${name})
	{
		$this->${name} = $${name};
		$this->apiParas[${phpText(wire)}] = $${name};
	}

	public function get${capitalProperty(wire)}()
	{
		return $this->${name};
	}

`
}

/** The SDK cannot check the number of objects in a list; the gateway does. */
function check({ wire }: Field, rule: FieldRule): string {
  if (rule.kind === 'objectMaxListSize') return ''
  const name = propertyName(wire)
  const method = rule.kind === 'required' ? 'checkNotNull' : `check${capitalised(rule.kind)}`
  const limit = rule.kind === 'required' ? '' : `, ${rule.limit}`
  return `\t\tRequestCheckUtil::${method}($this->${name}${limit}, ${phpText(name)});\n`
}

function domainClass({ name, fields }: SdkType): string {
  return `<?php
class ${name}
{
${fields.map((field) => `${comment(describeField(field), '\t')}\n\tpublic $${field.wire};\n`).join('\n')}\
}
`
}

const autoloader = `<?php
spl_autoload_register(function ($class) {
	foreach (array("request", "domain") as $folder) {
		$path = __DIR__ . "/top/" . $folder . "/" . $class . ".php";
		if (is_file($path)) {
			require $path;
			return;
		}
	}
});
`

function comment(lines: readonly string[], margin: string): string {
  const safe = insideBlockComment(lines)
  return `${margin}/**\n${safe.map((line) => `${margin} * ${line}\n`).join('')}${margin} **/`
}
