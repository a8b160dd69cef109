import type { TopClient } from '@yaoquan/client'
import { expect, it, type TestContext } from 'vitest'
import { rowsFrom, type ShownJob } from '../harness/console-jobs.ts'
import { type KilledServers, killUntilDone, startKilledServers } from '../harness/killed-servers.ts'
import { soak } from '../harness/soak.ts'

const size = 600 * soak
const kills = 2 * soak

/** What an import brings in, row by row, and how it is found again. */
type Import = Readonly<{
  kind: 'import-members' | 'import-coupons'
  cellsOf: (place: number) => Readonly<Record<string, string>>
  /** What became of the rows in the store: for each of `cellsOf`, a text that names it. */
  stored: (client: TopClient) => Promise<readonly string[]>
  nameOf: (place: number) => string
  event: 'member_changed' | 'issued'
}>

const imports: readonly Import[] = [
  {
    kind: 'import-members',
    cellsOf: (place) => ({ phone: phoneOf(place), card_no: `K${place}`, name: `会员${place}`, tags: '导入' }),
    async stored(client) {
      const names: string[] = []
      let cursor: string | undefined
      do {
        const { result } = await client.execute('yaoquan.member.search', { tag: '导入', cursor, limit: 200 })
        for (const { name, phones, cards } of result.members) {
          names.push(`${name} ${phones.map(({ phone }) => phone)} ${cards.map(({ cardNo }) => cardNo)}`)
        }
        cursor = result.nextCursor
      } while (cursor !== undefined)
      return names
    },
    nameOf: (place) => `会员${place} ${phoneOf(place)} K${place}`,
    event: 'member_changed',
  },
  {
    kind: 'import-coupons',
    cellsOf: (place) => ({ coupon_code: `C${place}`, channel: 'erp', phone: phoneOf(place), end_date: '2099-12-31' }),
    async stored(client) {
      const names: string[] = []
      for await (const { couponCode, phone } of client.allCoupons({ channel: 'erp' })) {
        names.push(`${couponCode} ${phone}`)
      }
      return names
    },
    nameOf: (place) => `C${place} ${phoneOf(place)}`,
    event: 'issued',
  },
]

/** Beside one another, since most of the time servers wait until the lease of a killed one has ended. */
it.concurrent.for(imports)(
  `$kind: each of ${size} rows once through ${kills} kill -9 of two servers and pauses`,
  async (what, context) => {
    const servers = await started(context)
    const job_id = await startImport(servers, what)
    const { operator, client } = await killUntilDone(servers, { jobId: job_id, size, kills, pauses: true })
    expect(await operator.get(job_id)).toMatchObject({ total: size, done: size, unchanged: 0, refused: 0, pending: 0 })
    const items = await operator.items(job_id)
    const lines = Array.from({ length: size }, (_, place) => `${place + 2} done`)
    expect(items.map(({ line, state }) => `${line} ${state}`)).toEqual(lines)
    await expectStored(client, what, size)
    expect(await historyOf(client, job_id)).toEqual([
      'draft',
      'start',
      ...Array(kills).fill(['pause', 'resume']).flat(),
      'finish',
    ])
  },
)

it.concurrent.for(imports)(
  '$kind: a cancelled job counts what it did, through kill -9 too, and does no more',
  async (what, context) => {
    const servers = await started(context)
    const job_id = await startImport(servers, what)
    const { operator } = servers.callers()
    await operator.until(job_id, ({ done }) => done >= 100)
    // Whichever server is at the job, a batch is likely to be under way.
    await operator.job('cancel', { job_id })
    await servers.killBoth()
    const after = servers.callers()
    const { done, pending, ...job } = await after.operator.until(job_id, ({ stopping }) => stopping !== true)
    expect(job).toMatchObject({ state: 'cancelled', total: size, unchanged: 0, refused: 0 })
    expect([done >= 100, done < size, done + pending]).toEqual([true, true, size])
    await expectStored(after.client, what, done)
    const lines = Array.from({ length: done }, (_, place) => place + 2)
    expect((await after.operator.items(job_id, 'done')).map(({ line }) => line)).toEqual(lines)
    expect(await historyOf(after.client, job_id)).toEqual(['draft', 'start', 'cancel'])
  },
)

async function started({ onTestFinished }: TestContext): Promise<KilledServers> {
  const servers = await startKilledServers()
  onTestFinished(() => servers.stop())
  return servers
}

async function startImport(servers: KilledServers, { kind, cellsOf }: Import): Promise<string> {
  const { operator } = servers.callers()
  const { job_id } = await operator.job('create', { kind, title: '名单.xlsx' })
  let draft: ShownJob | undefined
  for (const [offset, places] of parts(200)) {
    const rows = rowsFrom(offset + 2, places.map(cellsOf))
    draft = await operator.job('addItems', { job_id, offset, rows, is_last: offset + places.length === size })
  }
  expect(draft?.preview).toMatchObject({ will_change: size, created: size })
  await operator.job('start', { job_id, confirm_count: size })
  return job_id
}

/** The first rows of the file are stored, each once, and each has one event, which names the job. */
async function expectStored(client: TopClient, { stored, nameOf, event }: Import, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, place) => nameOf(place))
  expect((await stored(client)).toSorted()).toEqual(names.toSorted())
  expect((await eventsOf(client)).filter(({ kind }) => kind === event)).toHaveLength(count)
}

/** The steps of a job, each by the operator but its end. */
async function historyOf(client: TopClient, jobId: string): Promise<readonly string[]> {
  const told = (await eventsOf(client)).filter(({ kind }) => kind === 'job')
  return told.map(({ actor, after }) => {
    const { job_id, act } = JSON.parse(after ?? '{}') as Readonly<Record<string, string>>
    expect([job_id, actor]).toEqual([jobId, act === 'finish' ? 'system' : 'operator:owner'])
    return act ?? ''
  })
}

async function eventsOf(client: TopClient) {
  const events = []
  for await (const event of client.events()) events.push(event)
  return events
}

function phoneOf(place: number): string {
  return `139${10_000_000 + place}`
}

/** The places of a list in parts, each with its offset. */
function parts(length: number): readonly (readonly [offset: number, places: readonly number[]])[] {
  return Array.from({ length: Math.ceil(size / length) }, (_, part) => {
    const offset = part * length
    return [offset, Array.from({ length: Math.min(length, size - offset) }, (_place, index) => offset + index)]
  })
}
