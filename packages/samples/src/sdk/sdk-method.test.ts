import { type MethodDefinition, methods, object, text } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { generateSdk, sdkLanguages } from '../index.ts'
import { sdkMethod } from './sdk-method.ts'

const shape = (typeName: string, wire: string) => ({
  typeName,
  fields: { value: text(wire, 'a', '甲', 'A') },
})

function method(name: string, wire: string, typeName = 'Shape'): MethodDefinition {
  return {
    name,
    title: { zh: '题', en: 'T' },
    description: { zh: '一 */ 二\n三', en: 'one </summary> \\u000a' },
    category: { zh: '类', en: 'C' },
    scope: 'seller',
    effect: 'read',
    errorCodes: [],
    request: { shape: object('shape', shape(typeName, wire), '形', 'Shape') },
    response: {},
  }
}

it('drops the version digits of a type', () => {
  expect(sdkMethod(method('a.b.c', 'x', 'Shape2')).requestTypes).toMatchObject([{ name: 'Shape' }])
})

it.each(['php', 'go'] as const)(
  'refuses two types of one name and different fields in %s, whose names are global',
  (language) => {
    const methodsOfOneName = [method('a.b.c', 'x'), method('a.b.d', 'y')]
    expect(() => generateSdk(language, methodsOfOneName)).toThrow('two types with different fields are named Shape')
    expect(() => generateSdk('java', methodsOfOneName)).not.toThrow()
  },
)

it('keeps descriptions from ending a comment', () => {
  const definition = method('a.b.c', 'x')
  const source = (language: 'java' | 'php' | 'nodejs' | 'csharp', path: string) =>
    generateSdk(language, [definition]).get(path) ?? ''
  for (const text of [
    source('java', 'com/taobao/api/request/ABCRequest.java'),
    source('php', 'top/request/ABCRequest.php'),
    source('nodejs', 'yaoquan.cjs'),
  ]) {
    expect(text).toContain('一 * / 二 三')
  }
  expect(source('java', 'com/taobao/api/request/ABCRequest.java')).not.toContain('\\u000a')
  expect(source('csharp', 'Request/ABCRequest.cs')).toContain('one &lt;/summary&gt;')
})

it.each(sdkLanguages)('writes only relative paths of plain letters in %s', (language) => {
  for (const path of generateSdk(language, Object.values(methods)).keys()) {
    expect(path).toMatch(/^[A-Za-z0-9_]+([/.][A-Za-z0-9_]+)*$/)
  }
})
