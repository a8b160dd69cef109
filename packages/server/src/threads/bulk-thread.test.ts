import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { defaultGrants } from '@yaoquan/api'
import { expect, onTestFinished, test } from 'vitest'
import { WriteTurn, writers } from '#database/sqlite/write-turn'
import type { AllowedCall, Outcome } from '#gateway/gateway-dependencies'
import { issueCouponsMethod } from '#methods/yaoquan.coupon.issue'
import { openStore } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { noon } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { startBulkThread } from './bulk-thread.ts'
import { createBulkWriter } from './bulk-writer.ts'

const sellerId = '111'
const perCall = 500

/** A store whose large writes are performed in a thread, which runs. */
async function openBulkStore(name: string, masterKey?: string) {
  const dataDir = join(temporaryFolder(), name)
  const turn = new WriteTurn(writers.main)
  const store = await openStore({ dataDir, masterKey, turn })
  await administer(store).createSeller({ sellerId, name: '连锁' })
  let nowMs = 0
  let started = Promise.withResolvers<void>()
  const faults: unknown[] = []
  let thread: ReturnType<typeof startBulkThread> | undefined
  const writer = createBulkWriter({
    start(onMessage) {
      thread = startBulkThread({ dataDir, masterKey: store.keyRotator.currentKey(), turn, onMessage })
      return thread
    },
    refusals: { note: async () => undefined },
    telemetry: {
      callFailed: ({ error }) => void faults.push(error),
      backgroundFailed: ({ error }) => void faults.push(error),
      bulkThreadStarted: () => started.resolve(),
      bulkThreadEnded: ({ error }) => void faults.push(error),
    },
    monotonicMs: () => nowMs,
  })
  const method = issueCouponsMethod({ lifecycle: store.lifecycleStore })
  const issue = (prefix: string) => writer.perform(callOf(method, prefix))
  async function untilStarted(): Promise<void> {
    expect(issue('starts the thread')).toBeUndefined()
    await started.promise
  }
  await untilStarted()
  onTestFinished(async () => {
    await writer.close()
    await store.close()
  })
  return {
    dataDir,
    store,
    writer,
    issue,
    faults,
    async kill() {
      await thread?.kill()
      await thread?.ended
    },
    async startAgain() {
      started = Promise.withResolvers()
      expect(issue('too early')).toBeUndefined()
      nowMs += 60_000
      await untilStarted()
    },
  }
}

function callOf(method: AllowedCall['method'], prefix: string): AllowedCall {
  const coupons = Array.from({ length: perCall }, (_, place) => ({
    coupon_code: `${prefix}-${place}`,
    coupon_name: '满199减99',
    phone: place === 0 ? '1372000005' : phoneOf(prefix, place),
  }))
  const own = { out_request_no: prefix, coupons: JSON.stringify(coupons) }
  const context = { requestId: prefix, appKey: '1', actor: 'app:1', grants: defaultGrants, sellerId, nowMs: noon }
  const form = { encoding: 'json', masksPhones: false, language: 'zh' } as const
  return { method, parameters: new Map(Object.entries(own)), context, form, unknownMembers: 'ignored' }
}

function phoneOf(prefix: string, place: number): string {
  return `138${prefix.slice(-1).charCodeAt(0)}${String(place).padStart(6, '0')}`.slice(0, 11)
}

function textOf(outcome: Outcome | undefined): string {
  if (outcome?.kind === 'answered') return Buffer.from(outcome.answer.encoded.bytes).toString()
  return outcome?.kind === 'refused' ? `refused ${outcome.error.code}` : String(outcome?.kind)
}

test('a thread that dies in the middle loses nothing, does nothing twice, and leaves no lock', async () => {
  const { store, issue, faults, kill, startAgain } = await openBulkStore('killed')
  const prefixes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const pending = prefixes.map((prefix) => issue(prefix))
  expect(textOf(await pending[0])).toContain(`"created_count":${perCall}`)
  await kill()
  const outcomes = (await Promise.all(pending)).map(textOf)
  for (const text of outcomes) expect(text).toMatch(/"created_count":500|refused 15/)
  // The thread, and each call that got no answer.
  expect(faults).toHaveLength(1 + outcomes.filter((text) => text.startsWith('refused')).length)
  expect(await issuerOf(store).issueCoupons(sellerId, [draftOf()], noon)).toMatchObject([{ kind: 'created' }])
  await startAgain()
  for (const prefix of prefixes) expect(textOf(await issue(prefix))).toContain(`"created_count":${perCall}`)
  const page = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
  expect(page.totalCount).toBe(prefixes.length * perCall + 1)
  expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
})

test('ends a thread that does not take calls yet', async () => {
  const { writer, kill, startAgain, faults } = await openBulkStore('early')
  await kill()
  const starting = startAgain()
  await writer.close()
  await starting
  expect(faults).toHaveLength(1)
})

test.runIf(process.platform === 'linux')('leaves this process its locks of the files (only on Linux)', async () => {
  const { dataDir } = await openBulkStore('locked')
  const locks = readFileSync('/proc/locks', 'utf8')
  for (const name of ['yaoquan.db', 'member-keys.db']) {
    expect(locks).toMatch(new RegExp(`READ +${process.pid} [^ ]*:${statSync(join(dataDir, name)).ino} `))
  }
})

test('finishes its calls before it ends', async () => {
  const { writer, issue, faults } = await openBulkStore('closed')
  const pending = ['a', 'b', 'c'].map((prefix) => issue(prefix))
  await writer.close()
  for (const outcome of pending) {
    expect(textOf(await outcome)).toContain(`"created_count":${perCall}`)
    expect(await outcome).toMatchObject({ answer: { noPhones: { name: 'phone', times: 1 } } })
  }
  expect(faults).toEqual([])
  expect(issue('d')).toBeUndefined()
})

test('a rotation of the master key reaches the thread', async () => {
  const [before, after] = [randomBytes(32), randomBytes(32)]
  const { dataDir, store, writer, issue, faults } = await openBulkStore('rotated', before.toString('hex'))
  const steps: string[] = []
  await store.keyRotator.rotate({
    masterKey: after,
    nowMs: () => noon,
    settleMs: 0,
    place: async () => undefined,
    async onProgress(progress) {
      if (progress.kind === 'rows') return
      steps.push(progress.step)
      expect(textOf(await issue(`step ${steps.length}`))).toContain(`"created_count":${perCall}`)
    },
  })
  expect(textOf(await issue('step 9'))).toContain(`"created_count":${perCall}`)
  expect(faults).toEqual([])
  await writer.close()
  const reopened = await openStore({ dataDir, masterKey: after.toString('hex') })
  for (const prefix of [...steps.map((_, place) => `step ${place + 1}`), 'step 9']) {
    const filter = { phone: phoneOf(prefix, 7) }
    const page = await reopened.couponReader.findCouponPage({ sellerId, filter, pageSize: 1, pageNum: 1 })
    expect([prefix, page.totalCount]).toEqual([prefix, 1])
  }
  expect(await reopened.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  await reopened.close()
})
