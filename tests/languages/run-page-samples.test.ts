import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queryCoupon, type RequestOf, redeemCoupon } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { exampleValues } from '@yaoquan/samples'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillIn, type Reader, readPageSamples } from '../harness/page-samples.ts'
import { itNeeds } from '../harness/runtimes.ts'
import { checkTypes, preparedPlaces, type RunnableLanguage, samplePrograms } from '../harness/sample-program.ts'
import { type Administration, startTestServer, type TestServer } from '../harness/test-server.ts'

const languages = Object.keys(samplePrograms) as RunnableLanguage[]
const folder = mkdtempSync(join(tmpdir(), 'page-samples-'))
const preparedPlace = preparedPlaces(folder)

let server: TestServer

/** On the host's clock, since samples stamp their calls with it. */
beforeAll(async () => {
  const everyReader = async (administration: Administration): Promise<void> => {
    for (const language of languages) await prepareReader(administration, language)
  }
  server = await startTestServer(everyReader, { isProduction: true })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
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

it('the TypeScript samples on the pages have the right types', async () => {
  await checkTypes(await preparedPlace('typescript'))
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

async function runFromPage(language: RunnableLanguage, method: string): Promise<string> {
  const program = fillIn(await readPageSamples(pageOf(method)), language, readerOf(language))
  const place = await preparedPlace(language)
  writeFileSync(join(place, samplePrograms[language].file), `${program}\n`)
  return await samplePrograms[language].run(place)
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
