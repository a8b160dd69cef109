import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { memberLifeChecks } from '../../packages/conformance/src/member-life-checks.ts'
import { programsOf } from '../../packages/conformance/src/programs.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import {
  actAsFamily,
  actAsOneMember,
  type Caller,
  claim,
  type Family,
  issue,
  look,
  memberTotal,
  newFamily,
} from '../harness/family.ts'
import { fileSide, type Side, serverSide } from '../harness/move-under-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { type Random, seededRandom } from '../harness/seeded-random.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { lengthOf } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const seed = Number(process.env['MEMBERS_SEED'] ?? Date.now() % 2_147_483_647)
const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }
const families = 6
const callersOfFamily = 3
/** Of each of the tests below that compare with the model. */
const modelRuns = 600
const callsOfCaller = lengthOf(12, 5)

let folder: string
const started: ServerProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-members-'))
})
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop('SIGKILL')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// A usual run plays the model in packages/conformance alone.
it.each(Array.from({ length: lengthOf(1, 0) }, (_, place) => place + 1))(
  'random lives of members through two programs follow a plain model (%i)',
  async (place) => {
    const dataDir = join(folder, `model-${place}`)
    const stores = [await openStore({ dataDir }), await openStore({ dataDir })]
    for (const check of Object.values(memberLifeChecks)) await check(programsOf(stores, modelRuns))
    for (const store of stores) await store.close()
  },
)

it(`members are changed through two servers of a file at the same time, seed ${seed}`, () =>
  liveThrough(fileSide(join(folder, 'file')), ['--workers', '2']))

describe.skipIf(skipsMariadb())('with a database server (skipped where mariadb-server is not installed)', () => {
  let mariadb: SharedMariadb
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })
  afterAll(() => mariadb?.stop())

  it(`members are changed through two servers of a database at the same time, seed ${seed}`, async () =>
    liveThrough(serverSide(await mariadb.createSchema(), folder), []))
})

async function liveThrough(side: Side, flags: readonly string[]): Promise<void> {
  await prepare(side)
  const clients = [await serve(side, flags), await serve(side, [])]
  await clients[0]?.saveTemplate({ outRequestNo: 'T', template: { ...template, memberTotal } })
  const random = seededRandom(seed)
  const caller = newCaller(clients, random)
  const single = Array.from({ length: families }, (_, place) => newFamily(place))
  const mixed = Array.from({ length: families }, (_, place) => newFamily(families + place))

  for (const family of single) await settle(family, caller())
  await together([
    ...eachCaller(single).map((family) => repeatedly(() => actAsOneMember(family, caller()))),
    ...eachCaller(mixed).map((family) => repeatedly(() => actAsFamily(family, caller()))),
  ])
  const heirs = single.map((_, place) => newFamily(2 * families + place))
  await together(heirs.flatMap((heir, place) => takeOver(heir, single[place]?.formerPhone ?? '', caller)))

  for (const family of single) await expectOneMember(family, caller())
  for (const [place, heir] of heirs.entries()) {
    const phone = single[place]?.formerPhone ?? ''
    for (const client of clients)
      expect((await look(heir, { ...caller(), client }, { phone })).toSorted()).toEqual([...heir.codes].toSorted())
    expect(heir.claimed.size).toBe(memberTotal)
  }
  for (const family of [...single, ...mixed, ...heirs]) await expectNothingLost(family, caller())
  await eraseAll(mixed, caller())
  for (const client of clients) {
    await expect.poll(() => shownOf(mixed, client), { interval: 1000 }).toEqual([])
  }
  for (const family of [...single, ...mixed, ...heirs]) await expectNothingLost(family, caller())
  for (const server of started.splice(0)) expect(await server.stop()).toBe(0)
  const audit = await runCli(['audit', 'verify', ...side.flags], environment)
  expect([audit.code, audit.stderr]).toEqual([0, ''])
}

const template = { couponId: 'ONE', couponName: '限领', kind: 'cash', couponAmount: '10', validToDay: 29 } as const

async function prepare({ place }: Side): Promise<void> {
  const administration = await openAdministration(place)
  await administration.createSeller({ sellerId: '111', name: 'members' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'members', sellerIds: ['111'], allowedIps: [], grants, ...testApp })
  await administration.close()
}

async function serve({ flags }: Side, more: readonly string[]): Promise<TopClient> {
  const server = await startServerProcess([...flags, ...more, '--log-level', 'silent'], environment)
  started.push(server)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs })
}

/** Callers of either server, each with random numbers of its own. */
function newCaller(clients: readonly TopClient[], random: Random): () => Caller {
  let numbers = 0
  const newNo = () => {
    numbers += 1
    return `N${numbers}`
  }
  return () => ({ client: random.of(clients), random: seededRandom(random.below(2 ** 31)), newNo })
}

const eachCaller = (all: readonly Family[]) => all.flatMap((family) => Array<Family>(callersOfFamily).fill(family))

async function repeatedly(act: () => Promise<void>): Promise<void> {
  for (let call = 0; call < callsOfCaller; call += 1) await act()
}

async function together(works: readonly Promise<void>[]): Promise<void> {
  await Promise.all(works)
}

/** A member with a card, who used a phone and gave it up. */
async function settle(family: Family, caller: Caller): Promise<void> {
  const { client, newNo } = caller
  const [cardNo = ''] = family.knownCards
  const { formerPhone: phone } = family
  await client.saveMember({ outRequestNo: newNo(), phone, cardNo })
  await issue(family, caller, { phone, cardNo })
  await issue(family, caller, { phone })
  const [newPhone = ''] = family.phones
  await client.changePhone({ outRequestNo: newNo(), oldPhone: phone, newPhone })
  family.knownPhones.add(newPhone)
}

/** Somebody else gets the phone, and several callers send it at once. */
function takeOver(heir: Family, phone: string, caller: () => Caller): readonly Promise<void>[] {
  return Array.from({ length: 2 * memberTotal }, async () => {
    await claim(heir, caller(), { phone })
    await issue(heir, caller(), { phone })
  })
}

/** Every phone and card of the one member shows all its coupons, and its limit was reached exactly. */
async function expectOneMember(family: Family, caller: Caller): Promise<void> {
  for (let more = 0; more < memberTotal; more += 1) {
    await claim(family, caller, { cardNo: caller.random.of([...family.knownCards]) })
  }
  expect([family.name, family.claimed.size]).toEqual([family.name, memberTotal])
  const all = [...family.codes].toSorted()
  const namings = [
    ...[...family.knownCards].map((cardNo) => ({ cardNo })),
    ...[...family.knownPhones].map((phone) => ({ phone })),
  ]
  for (const selector of namings) {
    expect([selector, (await look(family, caller, selector)).toSorted()]).toEqual([selector, all])
  }
}

async function expectNothingLost(family: Family, { client }: Caller): Promise<void> {
  const codes: string[] = []
  for await (const { couponCode } of client.allCoupons({ channel: family.name })) codes.push(couponCode)
  expect(codes.toSorted()).toEqual([...family.codes].toSorted())
}

async function eraseAll(erased: readonly Family[], { client, newNo }: Caller): Promise<void> {
  const own = new Set(erased.flatMap(({ phones, cards }) => [...phones, ...cards]))
  for (const { memberId, phones, cards } of await allMembers(client)) {
    const texts = [...phones.map(({ phone }) => phone), ...cards.map(({ cardNo }) => cardNo)]
    if (texts.some((text) => own.has(text))) await client.eraseMember({ outRequestNo: newNo(), memberId })
  }
}

type Members = Awaited<ReturnType<TopClient['searchMemberPage']>>['members']

async function allMembers(client: TopClient): Promise<Members> {
  const members: Members[number][] = []
  let cursor: string | undefined
  do {
    const page = await client.searchMemberPage({ limit: 200, cursor })
    members.push(...page.members)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return members
}

/** Phones and cards of families that a server still shows. */
async function shownOf(erased: readonly Family[], client: TopClient): Promise<readonly string[]> {
  const members = await allMembers(client)
  const shown: string[] = []
  for (const { name, phones, cards } of erased) {
    const answers: unknown[] = [members, (await client.searchCouponPage({ channel: name, limit: 200 })).coupons]
    for (const phone of phones) answers.push((await client.queryCoupons({ phone, pageSize: 200, pageNum: 1 })).coupons)
    for (const cardNo of cards) answers.push((await client.queryCoupons({ cardNo, pageSize: 200, pageNum: 1 })).coupons)
    const text = JSON.stringify(answers)
    shown.push(...[...phones, ...cards].filter((one) => text.includes(`"${one}"`)))
  }
  return shown
}
