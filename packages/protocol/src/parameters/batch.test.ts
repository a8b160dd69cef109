import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWireExample } from '../../../../wire-examples/read-wire-example.ts'
import { joinAnswers, readBatch, splitAnswers } from '../parameters/batch.ts'
import { writeUrlencoded } from '../parameters/parameters.ts'
import { anyText } from '../testing/any-text.ts'

const method = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

it.each(['java-batch', 'java-batch-sep'])('reads the two calls of %s', (name) => {
  const { body, headers } = readWireExample(name)
  const batch = readBatch({
    body: new TextDecoder().decode(body),
    separator: headers.get('top-api-separator'),
    maxCalls: 50,
  })
  expect(batch).toMatchObject({
    kind: 'read',
    calls: [{ kind: 'read' }, { kind: 'read', parameters: new Map([['method', method]]) }],
  })
  const first = batch.kind === 'read' ? batch.calls[0] : undefined
  expect(first?.kind === 'read' ? first.parameters.get('query_d_t_o') : undefined).toMatch(/^\{"c.*\}$/)
})

it('adds the shared parameters to every call, overridden by its own', () => {
  const body = '#PUBLIC#method=a&v=1\r\n-S-\r\nN\r\n-S-\r\nmethod=b&x=%2B'
  expect(readBatch({ body, maxCalls: 2 })).toEqual({
    kind: 'read',
    calls: [
      { kind: 'read', parameters: new Map(Object.entries({ method: 'a', v: '1' })) },
      { kind: 'read', parameters: new Map(Object.entries({ method: 'b', v: '1', x: '+' })) },
    ],
  })
})

it('takes the separator literally, not as a pattern', () => {
  expect(readBatch({ body: 'a=1.b=2', separator: '.', maxCalls: 5 })).toMatchObject({ calls: [{}, {}] })
  expect(readBatch({ body: 'a=1.b=2', separator: '.*', maxCalls: 5 })).toMatchObject({
    calls: [{ parameters: new Map([['a', '1.b=2']]) }],
  })
})

it('accepts the maximum number of calls and not one more, not counting the shared segment', () => {
  const calls = (count: number): string => writeBatch({ calls: Array(count).fill({ a: '1' }), shared: { v: '2' } })
  expect(readBatch({ body: calls(50), maxCalls: 50 })).toMatchObject({ kind: 'read' })
  expect(readBatch({ body: calls(51), maxCalls: 50 })).toEqual({ kind: 'too-many' })
  expect(readBatch({ body: '\r\n-S-\r\n'.repeat(50), maxCalls: 50 })).toEqual({ kind: 'too-many' })
})

it('reports a conflict in the call that has it', () => {
  expect(readBatch({ body: 'a=1&a=2\r\n-S-\r\nN', maxCalls: 2 })).toMatchObject({
    calls: [{ kind: 'conflicting', name: 'a' }, { kind: 'read' }],
  })
})

it('finds no calls in an empty body or one with only a shared segment', () => {
  expect(readBatch({ body: '', maxCalls: 2 })).toEqual({ kind: 'read', calls: [] })
  expect(readBatch({ body: '#PUBLIC#v=1', maxCalls: 2 })).toEqual({ kind: 'read', calls: [] })
})

it('reads every batch that an SDK can write', () => {
  const parameters = fc.dictionary(fc.string({ minLength: 1 }), anyText(), { maxKeys: 4 })
  fc.assert(
    fc.property(fc.array(parameters, { maxLength: 5 }), parameters, (calls, shared) => {
      const batch = readBatch({ body: writeBatch({ calls, shared }), maxCalls: 5 })
      const merged = calls.map((call) => new Map([...Object.entries(shared), ...Object.entries(call)]))
      expect(batch).toEqual({ kind: 'read', calls: merged.map((expected) => ({ kind: 'read', parameters: expected })) })
    }),
  )
})

it('joins answers with the separator of the call', () => {
  const joined = (answers: readonly string[], separator?: string) =>
    new TextDecoder().decode(
      joinAnswers(
        answers.map((answer) => new TextEncoder().encode(answer)),
        separator,
      ),
    )
  expect(joined(['{}', '{"a":"券"}'])).toBe('{}\r\n-S-\r\n{"a":"券"}')
  expect(joined(['a', 'b'], '券')).toBe('a券b')
  expect(joined(['a'])).toBe('a')
  expect(splitAnswers(joined(['{}', '{"a":"券"}']))).toEqual(['{}', '{"a":"券"}'])
  expect(splitAnswers(joined(['a', 'b'], '券'), '券')).toEqual(['a', 'b'])
})

type Batch = Readonly<{ calls: readonly Readonly<Record<string, string>>[]; shared: Readonly<Record<string, string>> }>

/** The body that an SDK sends. */
function writeBatch({ calls, shared }: Batch): string {
  const segments = calls.map((call) => writeUrlencoded(call) || 'N')
  return [`#PUBLIC#${writeUrlencoded(shared)}`, ...segments].join('\r\n-S-\r\n')
}
