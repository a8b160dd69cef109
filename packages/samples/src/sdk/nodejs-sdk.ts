import type { Field } from '@yaoquan/api'
import { javascriptText } from '../source-text/literals.ts'
import { describeField, describeMethod, insideBlockComment, type SdkMethod, typeNaming } from './sdk-method.ts'

/**
 * Generates a CommonJS module with one method per API on top of a TOP client. Its extension is `.cjs`, since `require`
 * cannot load a `.js` file of a package with `"type": "module"`.
 */
export function nodejsFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([['yaoquan.cjs', `${opening}${methods.map(apiMethod).join('')}${closing}`]])
}

const opening = `'use strict';

/**
 * 在 TOP 客户端之上，每个API一个方法，返回 Promise。
 * One method per API on top of a TOP client; each returns a promise.
 * @param client 有 execute(method, params) 的客户端 (a client with execute(method, params))
 * @param options { callback: true }: execute 以第三个参数回调 (the client takes a callback as third argument)
 */
function Yaoquan(client, options) {
  this.client = client;
  this.isCallback = Boolean(options && options.callback);
}
`

function apiMethod({ definition, className, request }: SdkMethod): string {
  const lines = [
    ...describeMethod(definition),
    ...(request.length > 0 ? ['@param {Object} params'] : []),
    ...request.map((field) => `@param {${typeOf(field)}} ${nameOf(field)} ${describeField(field).join('; ')}`),
    '@returns {Promise<Object>}',
  ]
  return `
/**
${insideBlockComment(lines)
  .map((line) => ` * ${line}\n`)
  .join('')} */
Yaoquan.prototype.${className.slice(0, 1).toLowerCase()}${className.slice(1)} = function (params) {
  return call(this, ${javascriptText(definition.name)}, params, [${requiredNames(request).join(', ')}]);
};
`
}

function requiredNames(fields: readonly Field[]): readonly string[] {
  return fields.filter(({ required }) => required).map(({ wire }) => `'${wire}'`)
}

const typeOf = typeNaming({
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  objectOf: () => 'Object',
  listOf: (name) => `${name}[]`,
})

function nameOf({ wire, required }: Field): string {
  return required ? `params.${wire}` : `[params.${wire}]`
}

const closing = `
function call(api, method, params, required) {
  var given = params || {};
  var missing = required.filter(function (name) {
    return given[name] === undefined || given[name] === null || given[name] === '';
  });
  if (missing.length > 0) {
    return Promise.reject(new Error('client-error:Missing required arguments:' + missing.join(',')));
  }
  var texts = {};
  Object.keys(given).forEach(function (name) {
    if (given[name] !== undefined && given[name] !== null) texts[name] = textOf(given[name]);
  });
  if (!api.isCallback) return Promise.resolve(api.client.execute(method, texts));
  return new Promise(function (resolve, reject) {
    api.client.execute(method, texts, function (error, response) {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

/** 文本列表以逗号相连，对象为JSON (lists of texts are joined by commas, objects become JSON). */
function textOf(value) {
  if (Array.isArray(value) && value.every(isText)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isText(value) {
  return typeof value === 'string';
}

module.exports = Yaoquan;
module.exports.Yaoquan = Yaoquan;
`
