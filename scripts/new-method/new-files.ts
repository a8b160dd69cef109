import type { MethodPlan } from './method-plan.ts'

/** The text that stands for every title and description until somebody writes it. */
const unwritten = { zh: '待写', en: 'to be written' } as const

/** @returns texts of the new files by path: definition, method, unit test, test of the whole program */
export function newFiles(plan: MethodPlan): ReadonlyMap<string, string> {
  const { paths } = plan
  return new Map([
    [paths.definition, definitionText(plan)],
    [paths.method, methodText(plan)],
    [paths.unitTest, unitTestText(plan)],
    [paths.programTest, programTestText(plan)],
  ])
}

function definitionText(plan: MethodPlan): string {
  const { name, definition, resultType, key } = plan
  const isWrite = plan.effect === 'write'
  const kind = isWrite ? 'writes' : 'reads'
  const texts = `'${unwritten.zh}', '${unwritten.en}'`
  const fromWriteFields = isWrite ? 'alreadyDone, outRequestNo, resultOf' : 'resultOf'
  const number = `${name.split('.').at(-1)?.toUpperCase()}-20261124-0001`
  return unindented(`
  import { text } from '../language/fields.ts'
  import { defineMethod, ${kind} } from '../language/method.ts'
  import { ${fromWriteFields} } from './write-fields.ts'

  export const ${definition} = defineMethod({
    name: '${name}',
    title: { zh: '${unwritten.zh}', en: '${unwritten.en}' },
    description: { zh: '${unwritten.zh}', en: '${unwritten.en}' },
    ...${kind}({ zh: '${plan.category.zh}', en: '${plan.category.en}' }),
    request: {
${isWrite ? `    outRequestNo: outRequestNo('${number}'),\n` : ''}    ${key.property}: text('${key.wire}', '${key.example}', ${texts}, { required: true, maxLength: 64 }),
    },
    ...resultOf('${resultType}', {${isWrite ? ' alreadyDone,' : ''} answer: text('answer', 'example', ${texts}) }),
    errorCodes: [],
  })
  `)
}

function methodText({ name, definition, factory }: MethodPlan): string {
  return unindented(`
  import { ${definition} } from '@yaoquan/api'
  import type { Method } from './method.ts'

  /** The method \`${name}\`: decoded input in, one call of the domain, output out. */
  export function ${factory}(): Method<typeof ${definition}> {
    return {
      definition: ${definition},
      async call(_input, _context) {
        return { result: { success: true } }
      },
    }
  }
  `)
}

function unitTestText({ name, effect, definition, factory, key, paths }: MethodPlan): string {
  const input = effect === 'write' ? `{ outRequestNo: 'R1', ${key.property} }` : `{ ${key.property} }`
  return unindented(`
  import { defaultGrants, ${definition} } from '@yaoquan/api'
  import { expect, test } from 'vitest'
  import { ${factory} } from './${name}.ts'

  const context = {
    requestId: 'abcdefghijkl', appKey: '12345678', actor: 'app:12345678',
    sellerId: '111', grants: defaultGrants,
    nowMs: Date.parse('2026-11-24T22:29:00+08:00'),
  }

  async function call(${key.property}: string): Promise<unknown> {
    return ${factory}().call(${input}, context)
  }

  test('is described in both languages', () => {
    const next = 'Next: write title, description and fields in ${paths.definition}'
    const unwritten = JSON.stringify(${definition}).match(/${unwritten.zh}|${unwritten.en}/g) ?? []
    expect(unwritten, next).toEqual([])
  })

  test('answers from the domain', async () => {
    const next = 'Next: give ${factory} what it needs of the domain as a parameter, and answer with it in ${paths.method}'
    expect(await call('${key.example}'), next).toMatchObject({ result: { answer: 'example', success: true } })
  })

  test('refuses what does not exist', async () => {
    const next = 'Next: add each refusal to errorCodes of the definition (rows: packages/api/src/methods/business-errors.ts), and answer with errorResult'
    expect(await call('nothing'), next).toMatchObject({ result: { errorCode: expect.stringMatching(/_NOT_FOUND$/), success: false } })
  })
  `)
}

function programTestText({ name, effect, key }: MethodPlan): string {
  const isWrite = effect === 'write'
  const input = isWrite
    ? `{ outRequestNo: 'R1', ${key.property}: '${key.example}' }`
    : `{ ${key.property}: '${key.example}' }`
  const doneOnce = `
  test('is done once under one request number', async () => {
    const next = 'Next: pass writeRequest(…) to the domain, and give alreadyDone with the answer'
    await call(${input})
    expect(await call(${input}), next).toMatchObject({ result: { alreadyDone: true, success: true } })
  })
`
  return unindented(`
  import type { RequestOf, methods } from '@yaoquan/api'
  import { TopClient } from '@yaoquan/client'
  import { afterAll, beforeAll, expect, test } from 'vitest'
  import { startTestServer, type TestServer, testApp, testNowMs } from '../harness/test-server.ts'

  const name = '${name}'
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.close())

  function call(request: RequestOf<(typeof methods)[typeof name]>): Promise<unknown> {
    const client = new TopClient({ url: \`\${server.url}/router/rest\`, ...testApp, clock: () => testNowMs })
    return client.execute(name, request)
  }

  test('answers over HTTP', async () => {
    const next = 'Next: store in beforeAll what ${name} reads, then expect here what it answers'
    expect(await call(${input}), next).toMatchObject({ result: { answer: 'example', success: true } })
  })
${isWrite ? doneOnce : ''}  `)
}

/** Templates are indented, so that the imports in them are not taken for imports of this file. */
function unindented(text: string): string {
  return text.replace(/^\n/, '').replaceAll(/^ {2}/gm, '')
}
