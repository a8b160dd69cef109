import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  attempt,
  claimedTemplate,
  contentOf,
  createLifeLoad,
  type LoadResult,
  loadUntilGone,
  type Told,
} from './harness/life-load.ts'
import { type ServerProcess, startServerProcess } from './harness/server-process.ts'
import { testApp } from './harness/test-server.ts'

const rounds = process.env['CI'] === 'true' ? 30 : 6
const callers = 24
const stock = 1_000_000

let folder: string
let dataDir: string
let server: ServerProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-kill-load-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createChain({ sellerId: '111', name: 'kill' })
  await administration.createApp({ name: 'kill', sellerIds: ['111'], allowedIps: [], allowedMethods: [], ...testApp })
  await administration.close()
})

afterAll(async () => {
  await server?.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<TopClient> {
  server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'])
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, retries: 0 })
}

it(`keeps what it acknowledged and does nothing twice through kill -9 under mixed load, ${rounds} times`, {
  timeout: 600_000,
}, async () => {
  const told: Told = {
    issuedCodes: new Set(),
    claimedCodes: new Set(),
    redemptions: new Map(),
    returned: new Set(),
  }
  const happened = {
    afterSeq: 0,
    counts: new Map<string, number>(),
    redemptions: new Set<string>(),
    returned: new Set<string>(),
  }
  await saveTemplate(await start())
  await server?.stop()
  for (let round = 0; round < rounds; round += 1) {
    const client = await start()
    const loading = loadUntilGone(client, createLifeLoad(`r${round}`, told), callers)
    await delay(300 + ((round * 137) % 500))
    await server?.stop('SIGKILL')
    const result = await loading
    expect(result.acknowledged.length).toBeGreaterThan(0)
    const restarted = await start()
    await repeatAll(restarted, result)
    await compareWithEvents(restarted, told, happened)
    await compareCounters(restarted, told)
    await server?.stop()
  }
  await compareStates(await start(), told)
  expect(told.returned.size).toBeGreaterThan(0)
})

async function saveTemplate(client: TopClient): Promise<void> {
  const validity = { validFromDay: 0, validToDay: 3_000 }
  const terms = {
    couponName: '满199减99',
    kind: 'cash',
    couponAmount: '99',
    stockTotal: stock,
    memberTotal: 1_000_000,
  } as const
  await client.saveTemplate({ outRequestNo: 'save', template: { couponId: claimedTemplate, ...terms, ...validity } })
}

/** The same number gives the same answer; one whose outcome was unknown is done now, or had been done. */
async function repeatAll(client: TopClient, { acknowledged, unknown }: LoadResult): Promise<void> {
  for (const { write, answer } of acknowledged) {
    const again = await write.send(client)
    expect(again.alreadyDone, write.outRequestNo).toBe(true)
    expect(contentOf(again), write.outRequestNo).toEqual(contentOf(answer))
  }
  for (const write of unknown) {
    const first = await attempt(client, write)
    expect(first.kind).not.toBe('unknown')
    if (first.kind !== 'answered') continue
    write.keep(first.answer)
    expect(contentOf(await write.send(client)), write.outRequestNo).toEqual(contentOf(first.answer))
  }
}

type Happened = {
  afterSeq: number
  readonly counts: Map<string, number>
  readonly redemptions: Set<string>
  readonly returned: Set<string>
}

/** Every outcome is known now, so the events must be exactly what the callers were told, and each once. */
async function compareWithEvents(client: TopClient, told: Told, happened: Happened): Promise<void> {
  for await (const { eventSeq, kind, before, after } of client.events({ afterSeq: happened.afterSeq })) {
    expect(eventSeq).toBe(happened.afterSeq + 1)
    happened.afterSeq = eventSeq
    happened.counts.set(kind, (happened.counts.get(kind) ?? 0) + 1)
    if (kind === 'redeemed') happened.redemptions.add(JSON.parse(after ?? '').redemption_id)
    if (kind === 'returned') happened.returned.add(JSON.parse(before ?? '').redemption_id)
  }
  expect(happened.counts.get('issued')).toBe(told.issuedCodes.size + told.claimedCodes.size)
  expect(happened.counts.get('redeemed') ?? 0).toBe(told.redemptions.size)
  expect(happened.redemptions).toEqual(new Set(told.redemptions.keys()))
  expect(happened.counts.get('returned') ?? 0).toBe(told.returned.size)
  expect(happened.returned).toEqual(told.returned)
  const administration = await openAdministration({ dataDir })
  expect(await administration.verifyEvents('111')).toEqual({ kind: 'intact', events: happened.afterSeq })
  await administration.close()
}

async function compareCounters(client: TopClient, told: Told): Promise<void> {
  const total = async (channel?: string) => (await client.queryCoupons({ channel, pageSize: 1 })).totalCount
  const totals = [await total(), await total('load'), await total('claim')]
  const { size: issued } = told.issuedCodes
  const { size: claimed } = told.claimedCodes
  expect(totals).toEqual([issued + claimed, issued, claimed])
  expect((await client.getTemplate({ couponId: claimedTemplate })).template?.issuedCount).toBe(claimed)
}

async function compareStates(client: TopClient, told: Told): Promise<void> {
  const used = new Set<string>()
  for (const [redemptionId, code] of told.redemptions) if (!told.returned.has(redemptionId)) used.add(code)
  const codes = new Set<string>()
  for await (const { couponCode, status } of client.allCoupons()) {
    codes.add(couponCode)
    expect(status === '1', couponCode).toBe(used.has(couponCode))
  }
  expect(codes).toEqual(new Set([...told.issuedCodes, ...told.claimedCodes]))
}
