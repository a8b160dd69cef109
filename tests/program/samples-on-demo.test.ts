import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  claimCoupons,
  closeTemplate,
  evaluateBasket,
  getCoupon,
  getRedemption,
  getTemplate,
  holdCoupon,
  issueCoupons,
  type MethodDefinition,
  mergeMembers,
  methods,
  queryCoupon,
  type RequestOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  returnRedemption,
  saveTemplate,
  unmergeMembers,
} from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { exampleValues } from '@yaoquan/samples'
import { startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  exampleCall,
  type FlowingValues,
  flowingValues,
  withFlowing,
} from '../../packages/browser/src/api-tool/example-call.ts'
import { createPasswordHasher } from '../../packages/server/src/encryption/password-hasher.ts'
import { type Random, seededRandom } from '../harness/seeded-random.ts'

const seed = Number(process.env['YAOQUAN_SEED'] ?? Date.now() % 1_000_000)
const definitions: readonly MethodDefinition[] = Object.values(methods)
const yearMs = 366 * 86_400_000
const passwords = createPasswordHasher({ logN: 10, r: 8, p: 1 })

let folder: string
/** Data of a demo that was started once. */
let fresh: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-samples-'))
  fresh = join(folder, 'fresh')
  await (await startDemo(fresh, 0)).close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test(`every sample succeeds on the demo in any order, and again, and a year later (seed ${seed})`, async () => {
  const dataDir = join(folder, 'used')
  await cp(fresh, dataDir, { recursive: true })
  for (const [place, aheadMs] of [0, 0, yearMs].entries()) {
    const demo = await startDemo(dataDir, aheadMs)
    const done = await callAll(demo.client, seededRandom(seed + place))
    // Those two name moments that pass, so the demo itself did them in time.
    if (place === 0) expect(done.toSorted()).toEqual(['yaoquan.member.unmerge', 'yaoquan.redemption.upload'])
    await callAll(demo.client, seededRandom(seed + place + 10))
    await demo.close()
  }
})

test(`every sample succeeds on a demo that is a year old (seed ${seed})`, async () => {
  const dataDir = join(folder, 'old')
  await cp(fresh, dataDir, { recursive: true })
  const demo = await startDemo(dataDir, yearMs)
  await callAll(demo.client, seededRandom(seed))
  await callAll(demo.client, seededRandom(seed + 1))
  await demo.close()
})

test(`every sample succeeds for a new app of the sandbox in any order, and again (seed ${seed})`, async () => {
  const dataDir = join(folder, 'sandbox')
  await cp(fresh, dataDir, { recursive: true })
  const demo = await startDemo(dataDir, 0)
  const client = await sandboxClient(demo)
  await callAll(client, seededRandom(seed))
  await callAll(client, seededRandom(seed + 1))
  await demo.close()
})

test.each(['required', 'all'] as const)(
  'every form of the API tool succeeds with %s examples, on the demo and for a new app of the sandbox',
  async (extent) => {
    const dataDir = join(folder, extent)
    await cp(fresh, dataDir, { recursive: true })
    const demo = await startDemo(dataDir, 0)
    for (const client of [demo.client, await sandboxClient(demo)]) {
      await callAll(client, seededRandom(seed), (definition) =>
        exampleCall(definition, { extent, requestNumber: `TOOL-${definition.name}` }),
      )
    }
    await demo.close()
  },
)

test.each([
  [
    [evaluateBasket, redeemCoupon, getRedemption, returnCoupon],
    ['quote_id', 'redemption_id', 'redemption_id'],
  ],
  [
    [issueCoupons, redeemCoupon, returnRedemption],
    ['coupon_code', 'redemption_id'],
  ],
  [[holdCoupon, releaseCoupon], ['coupon_code, order_id']],
  [[claimCoupons, getCoupon], ['coupon_code']],
  [[mergeMembers, unmergeMembers], ['merge_id']],
  [
    [saveTemplate, closeTemplate, getTemplate],
    ['coupon_id', 'coupon_id'],
  ],
] as const)(
  'the ids of an answer flow into the next form of the API tool, and it succeeds (%#)',
  async (chain, flown) => {
    const dataDir = join(folder, `flow-${chain.map(({ name }) => name).join('-')}`)
    await cp(fresh, dataDir, { recursive: true })
    const demo = await startDemo(dataDir, 0)
    const seen: string[] = []
    let flowing: FlowingValues = {}
    for (const [place, definition] of chain.entries()) {
      const requestNumber = `FLOW-${place}`
      const example = exampleCall(definition, { extent: 'required', requestNumber })
      const { values, names } = withFlowing(definition, { example, flowing, requestNumber })
      const answer = await demo.client.execute<MethodDefinition>(definition, values as RequestOf<MethodDefinition>)
      expect(faultOf(definition, Object(answer).result), definition.name).toBeUndefined()
      flowing = flowingValues(values, answer)
      if (place > 0) seen.push(names.join(', '))
    }
    expect(seen).toEqual(flown)
    await demo.close()
  },
)

test('no two samples of methods that write name the same object, nor one that another reads', () => {
  const named = new Map<string, string>()
  for (const definition of definitions) {
    for (const id of idsOf(exampleValues(definition))) {
      expect(named.get(id), `${id} of ${definition.name}`).toBeUndefined()
      named.set(id, definition.name)
    }
  }
  expect([...named.keys()]).not.toContain('111aaa')
})

test('every example of a definition is in one of its fields', () => {
  for (const { name, examples = {}, request, response } of definitions) {
    const shown = JSON.stringify([request, response])
    const lost = Object.values(examples).filter((example) => !shown.includes(`"example":${JSON.stringify(example)}`))
    expect(lost, name).toEqual([])
  }
})

/** Codes, numbers and ids, which name objects; what they are not about is left out. */
function idsOf(values: object): readonly string[] {
  const ids =
    /^(couponCodes?|orderId|memberId|fromMemberId|intoMemberId|mergeId|redemptionId|phone|oldPhone|newPhone|cardNo|newCardNo|outRequestNo)$/
  return Object.entries(values).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return idsOf(value)
    if (Array.isArray(value) && typeof value[0] === 'object') return value.flatMap(idsOf)
    return ids.test(name) ? [`${name.replace('Codes', 'Code')} ${String(value)}`] : []
  })
}

/** @returns the methods that had been called with the same request before */
async function callAll(
  client: TopClient,
  random: Random,
  valuesOf: (definition: MethodDefinition) => object = exampleValues,
): Promise<readonly string[]> {
  const [failed, done]: [string[], string[]] = [[], []]
  const waiting = [...definitions]
  while (waiting.length > 0) {
    const [definition] = waiting.splice(random.below(waiting.length), 1)
    if (definition === undefined) break
    const said = await client.execute(definition, valuesOf(definition) as RequestOf<MethodDefinition>).then(
      (answer) => {
        const { result } = Object(answer)
        if (result?.alreadyDone === true) done.push(definition.name)
        return faultOf(definition, result)
      },
      (error: unknown) => String(error),
    )
    if (said !== undefined) failed.push(`${definition.name}: ${said}`)
  }
  expect(failed).toEqual([])
  return done
}

/** @param result undefined where the answer has none */
function faultOf(definition: MethodDefinition, result: unknown): string | undefined {
  if (result === undefined) return undefined
  const { success, errorCode, page } = Object(result)
  if (success !== true) return String(errorCode)
  return definition === queryCoupon && page.coupons.length === 0 ? 'no coupon' : undefined
}

type Demo = Readonly<{ url: string; client: TopClient; close(): Promise<void> }>

/** The client of a new app of the sandbox. */
async function sandboxClient({ url }: Demo): Promise<TopClient> {
  const headers = { 'content-type': 'application/json' }
  const made = await fetch(`${url}/sandbox/api/apps`, { method: 'POST', headers, body: '{}' })
  const { app_key: appKey, app_secret: appSecret } = Object(await made.json())
  return new TopClient({ url: `${url}/router/rest`, appKey, appSecret })
}

/** A demo, which is a sandbox too, so that its clock can be ahead. */
async function startDemo(dataDir: string, aheadMs: number): Promise<Demo> {
  let announced = ''
  const options = { host: '127.0.0.1', port: 0, dataDir, isDemo: true, isSandbox: true, logLevel: 'silent' } as const
  const announce = ({ zh }: Readonly<{ zh: string }>) => {
    announced += zh
  }
  const clockStartMs = Date.now() + aheadMs
  const server = await startServer({ ...options, announce, clockStartMs }, undefined, passwords)
  const [, appKey = '', appSecret = ''] = /app_key (\S+) +app_secret (\S+)/.exec(announced) ?? []
  const clock = () => Date.now() + aheadMs
  const client = new TopClient({ url: `${server.url}/router/rest`, appKey, appSecret, clock })
  return { url: server.url, client, close: () => server.close() }
}
