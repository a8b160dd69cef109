import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { list, number, text } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { closedSchema, wordedFailure } from './tool.ts'

const schema = closedSchema({
  code: text('code', '1', '券码', 'code', { required: true, maxLength: 3, oneOf: ['1', '2'] }),
  limit: number('limit', 1, '数量', 'number', { min: 1, max: 50 }),
  codes: list('codes', { itemTag: 'code', item: { kind: 'text', example: '1' } }, '券码', 'codes', {
    minItems: 1,
    maxItems: 2,
  }),
})
const validate = new AjvJsonSchemaValidator().getValidator({ ...schema, type: 'object' })

it.each([
  [{}, ' 缺少 code'],
  [{ code: '1', phne: '1' }, ' 含有未知的字段'],
  [{ code: '1', limit: 51 }, '/limit 应 <= 50'],
  [{ code: '1', limit: 0 }, '/limit 应 >= 1'],
  [{ code: '1', limit: 'x' }, '/limit 的类型应为 integer'],
  [{ code: '9' }, '/code 不在允许的值之内'],
  [{ code: '12345' }, '/code 不应超过 3 个字符'],
  [{ code: '1', codes: [] }, '/codes 不应少于 1 项'],
  [{ code: '1', codes: ['1', '2', '3'] }, '/codes 不应超过 2 项'],
])('words the refusal of %j in one language', (input, zh) => {
  const { errorMessage } = validate(input)
  expect(wordedFailure(errorMessage, 'zh')).toMatch(/^参数有误: /)
  expect(wordedFailure(errorMessage, 'zh')).toContain(`data${zh}`)
  expect(wordedFailure(errorMessage, 'zh')).not.toContain('must')
  expect(wordedFailure(errorMessage, 'en')).toBe(`invalid input: ${errorMessage}`)
})
