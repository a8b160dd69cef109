import { defaultFullPhonesPerHour } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { createFullPhoneReads, type FullPhonesAlarm, type SharedPhones, type SharePhones } from './full-phone-reads.ts'

const hourMs = 3_600_000
const startMs = 495_000 * hourMs

function start(share?: SharePhones) {
  const state = { announced: [] as FullPhonesAlarm[], recorded: [] as FullPhonesAlarm[], lost: '' }
  const reads = createFullPhoneReads({
    share,
    announce: (alarm) => void state.announced.push(alarm),
    async record(alarm) {
      if (state.lost === alarm.sellerId) throw new Error('no store')
      state.recorded.push(alarm)
    },
  })
  const show = (hashes: readonly number[], { appKey = 'erp', sellerId = '111', limit = 3, nowMs = startMs } = {}) => {
    const phones = { hashes, countedBy: undefined }
    reads.count({ app: { appKey, fullPhonesPerHour: limit }, sellerId, phones, nowMs })
    return phones
  }
  return { state, reads, show }
}

it('raises one alarm per app and hour, for distinct phones beyond the limit', async () => {
  const { state, reads, show } = start()
  for (let round = 0; round < 3; round += 1) show([1, 2, 3])
  await reads.settle()
  expect(state.recorded).toEqual([])
  show([3, 4, 5], { nowMs: startMs + 7 })
  await reads.settle()
  const alarm = { appKey: 'erp', sellerId: '111', count: 5, limit: 3, hourStartMs: startMs, atMs: startMs + 7 }
  expect([state.announced, state.recorded]).toEqual([[alarm], [alarm]])
  show([6, 7, 8, 9])
  await reads.settle()
  expect(state.announced).toHaveLength(1)
})

it('counts each hour, app and seller alone', async () => {
  const { state, reads, show } = start()
  show([1, 2])
  show([3, 4], { nowMs: startMs + hourMs })
  show([3, 4], { sellerId: '222' })
  show([3, 4], { appKey: 'other' })
  await reads.settle()
  expect(state.recorded).toEqual([])
  show([5, 6], { nowMs: startMs + hourMs })
  await reads.settle()
  expect(state.recorded).toMatchObject([{ count: 4, hourStartMs: startMs + hourMs }])
})

it('counts an answer that is given again only once, and again in the next hour', async () => {
  const { state, reads } = start()
  const phones = { hashes: [1, 2, 3, 4], countedBy: undefined }
  const app = { appKey: 'erp', fullPhonesPerHour: 3 }
  for (const nowMs of [startMs, startMs + 1, startMs + hourMs]) {
    reads.count({ app, sellerId: '111', phones, nowMs })
    await reads.settle()
  }
  expect(state.recorded.map(({ hourStartMs }) => hourStartMs)).toEqual([startMs, startMs + hourMs])
})

it('is switched off by 0, and has a default', async () => {
  const { state, reads, show } = start()
  const many = Array.from({ length: defaultFullPhonesPerHour + 1 }, (_, place) => place)
  show(many, { limit: 0 })
  const phones = { hashes: many, countedBy: undefined }
  reads.count({ app: { appKey: 'erp', fullPhonesPerHour: undefined }, sellerId: '111', phones, nowMs: startMs })
  await reads.settle()
  expect(state.recorded).toMatchObject([{ limit: defaultFullPhonesPerHour, count: defaultFullPhonesPerHour + 1 }])
})

it('announces once and records until the store takes it, which holds up no other seller', async () => {
  const { state, reads, show } = start()
  for (const sellerId of ['111', '222']) show([1, 2, 3, 4], { sellerId })
  state.lost = '111'
  await expect(reads.settle()).rejects.toThrow('no store')
  await expect(reads.settle()).rejects.toThrow('no store')
  expect(state.recorded.map(({ sellerId }) => sellerId)).toEqual(['222'])
  state.lost = ''
  await reads.settle()
  await reads.settle()
  expect(state.announced.map(({ sellerId }) => sellerId)).toEqual(['111', '222'])
  expect(state.recorded.map(({ sellerId }) => sellerId)).toEqual(['222', '111'])
})

it('shares each phone once with the other processes, again when they did not answer, and alarms as they say', async () => {
  const shared: SharedPhones[] = []
  const answers = [undefined, 0, 12]
  const { state, reads, show } = start(async (shown) => {
    shared.push(shown)
    return answers.shift()
  })
  show([1, 2])
  await reads.settle()
  show([2, 3])
  await reads.settle()
  await reads.settle()
  show([3, 4])
  await reads.settle()
  expect(shared.map(({ hashes }) => hashes)).toEqual([[1, 2], [1, 2, 3], [4]])
  expect(state.recorded).toMatchObject([{ count: 12 }])
})

it('holds no more than twice its limit', async () => {
  const shared: SharedPhones[] = []
  const { reads, show } = start(async (shown) => {
    shared.push(shown)
    return 0
  })
  show(Array.from({ length: 1_000 }, (_, place) => place))
  await reads.settle()
  expect(shared[0]?.hashes).toHaveLength(6)
})

it('asks for all apps at the same time, so that a process that does not answer is waited for once', async () => {
  let requested = 0
  const silence = Promise.withResolvers<undefined>()
  const { reads, show } = start(() => {
    requested += 1
    return silence.promise
  })
  for (const sellerId of ['111', '222', '333']) show([1], { sellerId })
  const settled = reads.settle()
  await Promise.resolve()
  expect(requested).toBe(3)
  silence.resolve(undefined)
  await settled
})
