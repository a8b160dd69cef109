import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunningWork } from '#background/repetition/repeat-work'
import type { FigureFolder } from '#domain/figures/figure-store'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { temporaryFolder } from '#testing/temporary-folder'
import { startFigureSchedule } from './figure-schedule.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const sellers = ['111', '222', '333']

let store: Store
let running: RunningWork[]
let faults: unknown[]

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder() })
  running = []
  faults = []
})

afterEach(async () => {
  for (const work of running) await work.stop()
  await store.close()
})

function start(figures: FigureFolder = store.figureFolder): void {
  const telemetry = { backgroundFailed: ({ error }: Readonly<{ error: unknown }>) => faults.push(error) }
  running.push(startFigureSchedule({ figures, telemetry }))
}

function issue(sellerId: string, part: string): Promise<unknown> {
  const drafts = Array.from({ length: 600 }, (_, place) => draftOf({ couponCode: `${part}-${place}` }))
  return issuerOf(store).issueCoupons(sellerId, drafts, noon)
}

const issued = (sellerId: string) => {
  const query = { sellerId, fromDay: '2026-11-24', toDay: '2026-11-24' }
  return store.figureReader.read(sellerId, async (figures) => (await figures.sum(query)).issued)
}

test('servers on one store count the events of every seller once, those that come later too', async () => {
  for (const sellerId of sellers) for (const part of ['a', 'b', 'c']) await issue(sellerId, part)
  start()
  start()
  await expect.poll(() => Promise.all(sellers.map(issued))).toEqual([1_800, 1_800, 1_800])
  await issue('222', 'd')
  await expect.poll(() => Promise.all(sellers.map(issued))).toEqual([1_800, 2_400, 1_800])
  expect(faults).toEqual([])
})

test('a seller whose events cannot be counted holds up no other, and is tried again', async () => {
  for (const sellerId of sellers) await issue(sellerId, 'a')
  const tried: string[] = []
  const broken: FigureFolder = {
    ...store.figureFolder,
    async step(sellerId) {
      tried.push(sellerId)
      if (sellerId === '222') throw new Error('an event that cannot be read')
      return store.figureFolder.step(sellerId)
    },
  }
  start(broken)
  await expect.poll(() => Promise.all(sellers.map(issued))).toEqual([600, 0, 600])
  await expect.poll(() => tried.filter((sellerId) => sellerId === '222').length).toBeGreaterThan(1)
  expect(faults).toContainEqual(new Error('an event that cannot be read'))
})
