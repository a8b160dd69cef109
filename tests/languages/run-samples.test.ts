import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluateBasket, type MethodDefinition, methods, queryCoupon, type RequestOf, redeemCoupon } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { encodeRequest } from '@yaoquan/protocol'
import { exampleValues, renderSample, type SampleTarget, type SampleValues } from '@yaoquan/samples'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillIn, type Reader, readPageSamples } from '../harness/page-samples.ts'
import { itNeeds, runProgram } from '../harness/runtimes.ts'
import {
  checkTypes,
  compilePhp,
  preparedPlaces,
  type RunnableLanguage,
  samplePrograms,
} from '../harness/sample-program.ts'
import { type Administration, startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const languages = Object.keys(samplePrograms) as RunnableLanguage[]
const folder = mkdtempSync(join(tmpdir(), 'samples-'))
const preparedPlace = preparedPlaces(folder)
const session = 'sess-of-the-samples'

let server: TestServer
let target: SampleTarget

/** On the host's clock, since samples stamp their calls with it. */
beforeAll(async () => {
  const terms = { startDate: '2018-11-11', endDate: '2099-12-31', billDate: '2018-11-11', couponAmount: '99' }
  const codes = languages.flatMap((language) => [`code-${language}`, `quoted-${language}`])
  const rows = codes.map((couponCode) => ({
    couponCode,
    couponName: '满199减99',
    channel: '线下"门店"',
    phone: '18612255668',
    ...terms,
  }))
  server = await startTestServer(
    async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows })
      await administration.createSession({ appKey: testApp.appKey, sellerId: '111', days: 1, token: session })
      for (const language of languages) await prepareReader(administration, language)
    },
    { isProduction: true },
  )
  target = { url: `${server.url}/router/rest`, ...testApp }
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(languages)('the %s sample', (language) => {
  const program = samplePrograms[language]

  const print = async (definition: MethodDefinition, values: SampleValues, to: SampleTarget): Promise<string> => {
    const place = await preparedPlace(language)
    writeFileSync(join(place, program.file), `${renderSample({ language, definition, values, target: to }).text}\n`)
    await program.compile?.(place)
    return (await program.run(place)).replaceAll('\\"', '"')
  }

  itNeeds(program.needs, 'prints the coupon when run as pasted', async () => {
    const query = { pageSize: 10, pageNum: 1, channel: '线下"门店"', couponCode: `code-${language}` }
    const printed = await print(queryCoupon, { query }, target)
    for (const word of [`code-${language}`, '满199减99', '线下']) expect(printed).toContain(word)
  })

  itNeeds(program.needs, 'redeems a coupon, with a session, a list of objects and a $ in its values', async () => {
    const values = {
      outRequestNo: `R'${language} $HOME "1"`,
      couponCode: `code-${language}`,
      orderId: `SO-1\\2 ${language}`,
      lines: [
        { category: '1001', amount: '120.50' },
        { category: '1002', amount: '79.50' },
      ],
    }
    const printed = await print(redeemCoupon, values, { ...target, session })
    expect(printed).toMatch(/redemption_?id/i)
    // Done once: the call again is known by its number, and gives the first answer.
    expect(await program.run(await preparedPlace(language))).toMatch(/already_?done/i)
  })

  itNeeds(program.needs, 'evaluates a basket, and redeems with the quote that it printed', async () => {
    const couponCodes = [`quoted-${language}`]
    const basket = { couponCodes, lines: [{ lineNo: 1, category: '10,1001', quantity: '2', amount: '140.00' }] }
    const evaluated = await print(evaluateBasket, basket, { ...target, session })
    const quoteId = /q1\.[\w-]+/.exec(evaluated)?.[0]
    expect(quoteId, evaluated).toBeDefined()
    const redemption = { outRequestNo: `Q-${language}`, couponCodes, orderId: `SQ-${language}`, quoteId }
    const printed = await print(redeemCoupon, redemption, { ...target, session })
    expect(printed).toMatch(/redemption_?id/i)
    expect(printed).toMatch(/pay_?amount\W+41\.00/i)
  })
})

describe.each(languages)('the %s sample on the page', (language) => {
  const { needs } = samplePrograms[language]

  itNeeds(needs, 'prints the coupon that it asks for', async () => {
    const printed = await runFromPage(language, queryCoupon.name)
    expect(printed).toMatch(/coupon_?code\W+11111\b/i)
    expect(printed).toContain(couponNameOf(language))
  })

  itNeeds(needs, 'redeems the coupon that it names, and prints the redemption', async () => {
    const printed = await runFromPage(language, redeemCoupon.name)
    const client = new TopClient({ url: `${server.url}/router/rest`, ...readerOf(language) })
    // The same call under the same number has the answer that the sample had, if the sample did it.
    const { result } = await client.execute(redeemCoupon, exampleValues(redeemCoupon) as RequestOf<typeof redeemCoupon>)
    expect(result).toMatchObject({ success: true, alreadyDone: true, redemptionId: expect.stringMatching(/^\w{8,}$/) })
    expect(printed).toContain(result.redemptionId)
    expect(printed).not.toMatch(/already_?done\W+true/i)
  })
})

it.each([queryCoupon.name, redeemCoupon.name])('the English page of %s leads to the same programs', async (name) => {
  const [chinese, english] = await Promise.all([
    readPageSamples(pageOf(name)),
    readPageSamples(`${server.url}/docs/en/${name}`),
  ])
  expect(chinese.gatewayUrl).toBe(`${server.url}/router/rest`)
  for (const language of languages) {
    const program = fillIn(chinese, language, readerOf(language)).split('\n')
    // The notes of the two languages may name the same lines in another order.
    expect(fillIn(english, language, readerOf(language)).split('\n').toSorted()).toEqual(program.toSorted())
  }
})

describe('every sample of every method', () => {
  const definitions = Object.values(methods) as readonly MethodDefinition[]
  const input: SampleTarget = { url: 'http://127.0.0.1:1/router/rest', ...testApp, session }
  const sample = (language: Parameters<typeof renderSample>[0]['language'], definition: MethodDefinition): string =>
    renderSample({ language, definition, target: input }).text

  const written = (name: string, extension: string, text: (definition: MethodDefinition, at: number) => string) => {
    const place = join(folder, name)
    mkdirSync(place, { recursive: true })
    for (const [at, definition] of definitions.entries()) {
      writeFileSync(join(place, `s${at}.${extension}`), `${text(definition, at)}\n`)
    }
    return place
  }

  // Not for what it finds: a wrong parameter is refused by the gateway, whoever asks.
  it.each(definitions)('makes a call of $name that the gateway takes', async (definition) => {
    const client = new TopClient(target)
    const example = exampleValues(definition) as RequestOf<MethodDefinition>
    await expect(client.execute(definition, example)).resolves.toHaveProperty('requestId')
  })

  it('is TypeScript of the right types, those that ran above too', async () => {
    const place = await preparedPlace('typescript')
    written('typescript/all', 'mts', (definition) => sample('typescript', definition))
    await checkTypes(place, ['all/*.mts'])
  })

  itNeeds(['javac'], 'compiles in Java', async () => {
    const place = await preparedPlace('java')
    // One class per file is public, and only in the file of its name: several have to do without.
    const cwd = written(
      'java-all',
      'java',
      (definition, at) =>
        `package s${at};
${sample('java', definition).replace('public class', 'class')}`,
    )
    await runProgram('sh', ['-c', `javac -encoding UTF-8 -cp '${place}/classes' -d out s*.java`], { cwd })
  })

  itNeeds(['mcs'], 'compiles in C#', async () => {
    const place = await preparedPlace('dotnet')
    const cwd = written(
      'csharp-all',
      'cs',
      (definition, at) => `namespace S${at}
{
${sample('dotnet', definition)}
}`,
    )
    const library = `-target:library -out:samples.dll -r:'${place}/TopSdk.dll','${place}/Yaoquan.dll'`
    await runProgram('sh', ['-c', `mcs -codepage:utf8 -warnaserror ${library} s*.cs`], { cwd })
  })

  itNeeds(['php'], 'is PHP', async () => {
    const cwd = written('php-all', 'php', (definition) => sample('php', definition))
    await runProgram('sh', ['-c', compilePhp], { cwd })
  })

  itNeeds(['python3'], 'is Python', async () => {
    for (const language of ['python', 'python3'] as const) {
      const cwd = written(`${language}-all`, 'py', (definition) => sample(language, definition))
      await runProgram('sh', ['-c', 'python3 -m py_compile s*.py'], { cwd })
    }
  })

  itNeeds(['go'], 'is formatted Go', async () => {
    const cwd = written('go-all', 'go', (definition) => sample('go', definition))
    expect(await runProgram('gofmt', ['-l', '.'], { cwd })).toBe('')
  })

  itNeeds(['gcc'], 'gives the C SDK what the gateway takes', async () => {
    const cwd = written('c-all', 'c', (definition) => sample('c', definition))
    for (const [at, definition] of definitions.entries()) {
      const include = fileURLToPath(new URL('../fixtures/sdk-doubles/c', import.meta.url))
      await runProgram('gcc', ['-Wall', '-Werror', '-Wno-unused-function', '-I', include, '-o', `s${at}`, `s${at}.c`], {
        cwd,
      })
      const [printed = ''] = (await runProgram(`./s${at}`, [], { cwd })).split('ret code')
      const words = printed.split('\0').slice(0, -1)
      const pairs = Array.from({ length: words.length / 2 }, (_, pair) => words.slice(2 * pair, 2 * pair + 2))
      const { url, appKey, appSecret } = input
      const fixed = { url, app_key: appKey, secret: appSecret, method: definition.name, session }
      expect(Object.fromEntries(pairs)).toEqual({
        ...fixed,
        ...encodeRequest(definition, exampleValues(definition) as RequestOf<MethodDefinition>),
      })
    }
  })
})

async function runFromPage(language: RunnableLanguage, method: string): Promise<string> {
  const program = fillIn(await readPageSamples(pageOf(method)), language, readerOf(language))
  const place = await preparedPlace(language)
  const { file, compile, run } = samplePrograms[language]
  writeFileSync(join(place, file), `${program}\n`)
  await compile?.(place)
  return await run(place)
}

function pageOf(method: string): string {
  return `${server.url}/docs/${method}`
}

/** Every reader has a chain of his own, since all samples redeem the same code under the same number. */
async function prepareReader(administration: Administration, language: RunnableLanguage): Promise<void> {
  const sellerId = `2${languages.indexOf(language)}`
  await administration.createSeller({ sellerId, name: `${language} 连锁` })
  const limits = { allowedIps: [] }
  await administration.createApp({ name: language, sellerIds: [sellerId], ...limits, ...readerOf(language) })
  const { channel, phone, cardNo, couponCode } = queryCoupon.request.query.fields
  const common = {
    couponName: couponNameOf(language),
    couponAmount: '99',
    channel: channel.example,
    phone: phone.example,
    cardNo: cardNo.example,
    startDate: '2018-11-11',
    endDate: '2099-12-31',
    billDate: '2018-11-11',
  }
  const codes = [couponCode.example, redeemCoupon.request.couponCode.example]
  const rows = codes.map((code) => ({ ...common, couponCode: code }))
  await administration.importCoupons({ sellerId, rows })
}

function readerOf(language: RunnableLanguage): Reader {
  return { appKey: `key-of-${language}`, appSecret: `secret-of-${language}` }
}

function couponNameOf(language: RunnableLanguage): string {
  return `满199减99-${language}`
}
