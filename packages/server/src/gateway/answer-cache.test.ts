import { defaultGrants, getTime, type MethodDefinition } from '@yaoquan/api'
import { addRequestId, encodeMembers } from '@yaoquan/protocol'
import { expect, test } from 'vitest'
import type { Method } from '#methods/method'
import { AnswerCache, type AnswerForm, performCached } from './answer-cache.ts'
import { noPhones } from './call/answer-phones.ts'

function answerOf(time: string, { fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = {}) {
  return {
    answer: {
      encoded: encodeMembers(getTime, { time }, 'json'),
      phones: noPhones,
      missed: undefined,
      noPhones: undefined,
    },
    fromMs,
    untilMs,
  }
}

test('an answer is found under its key, from its own moment until the clock changes it', () => {
  const answers = new AnswerCache(10)
  const kept = answerOf('now', { fromMs: 5, untilMs: 8 })
  answers.keep('a', kept)
  expect([4, 5, 7, 8].map((nowMs) => answers.find('a', nowMs))).toEqual([
    undefined,
    kept.answer,
    kept.answer,
    undefined,
  ])
  expect(answers.find('b', 5)).toBeUndefined()
})

test('answers and keys are evicted, longest unused first, when they take more than their room', () => {
  const answers = new AnswerCache(10)
  answers.keep('used', answerOf('now'))
  answers.keep('unused', answerOf('now'))
  answers.find('used', 1)
  answers.keep('long answer', answerOf('x'.repeat(2_000)))
  answers.keep('k'.repeat(1_500), answerOf('now'))
  expect(['used', 'unused'].map((key) => answers.find(key, 1) !== undefined)).toEqual([true, false])
  answers.keep('too long', answerOf('x'.repeat(6_000)))
  expect(answers.find('too long', 1)).toBeUndefined()
})

/** A method that counts its responses, and what the test changes about it. */
function openDesk(answers: AnswerCache | undefined) {
  const state = { tag: 'a' as string | undefined, untilMs: Number.POSITIVE_INFINITY, responses: 0 }
  const respond = async () => {
    state.responses += 1
    return { response: { time: String(state.responses), phone: '18612255668' }, untilMs: state.untilMs }
  }
  const method: Method<MethodDefinition> = {
    definition: { ...getTime, response: { ...getTime.response, phone: getTime.response.time } },
    call: async () => (await respond()).response,
    caching: { tagOf: async () => state.tag, respond },
  }
  const ask = async (form: Partial<AnswerForm> = {}, nowMs = 5) => {
    const context = { requestId: 'r', appKey: 'k', actor: 'app:k', grants: defaultGrants, sellerId: '111', nowMs }
    const usual = { encoding: 'json', masksPhones: false, language: 'zh' } as const
    const call = { method, input: {}, context, form: { ...usual, ...form } }
    return new TextDecoder().decode(addRequestId((await performCached(call, answers)).encoded, 'r'))
  }
  return { state, ask }
}

test('an answer is given again while its tag is the same', async () => {
  const { state, ask } = openDesk(new AnswerCache(10))
  const first = await ask()
  expect(await ask()).toBe(first)
  state.tag = 'b'
  expect(await ask()).not.toBe(first)
  expect(state.responses).toBe(2)
})

test('each encoding and language has answers of its own, masked and not', async () => {
  const { state, ask } = openDesk(new AnswerCache(20))
  const forms = (['json', 'simplified', 'xml'] as const).flatMap((encoding) =>
    [true, false].flatMap((masksPhones) =>
      (['zh', 'en'] as const).map((language) => ({ encoding, masksPhones, language })),
    ),
  )
  const first = await Promise.all(forms.map((form) => ask(form)))
  expect(new Set(first).size).toBe(12)
  expect(first.map((answer) => answer.includes('18612255668'))).toEqual(forms.map(({ masksPhones }) => !masksPhones))
  expect(await Promise.all(forms.map((form) => ask(form)))).toEqual(first)
  expect(state.responses).toBe(12)
})

test('an answer that the clock changes is made anew', async () => {
  const { state, ask } = openDesk(new AnswerCache(10))
  state.untilMs = 8
  const first = await ask({}, 5)
  expect(await ask({}, 7)).toBe(first)
  expect(await ask({}, 8)).not.toBe(first)
})

test.each([
  ['without a cache', undefined, 'a'],
  ['without a tag', new AnswerCache(10), undefined],
])('%s each call is performed', async (_name, answers, tag) => {
  const { state, ask } = openDesk(answers)
  state.tag = tag
  await ask()
  await ask()
  expect(state.responses).toBe(2)
})
