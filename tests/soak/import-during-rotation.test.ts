import type { TopClient } from '@yaoquan/client'
import { expect, type TestContext, test } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { type JobOperator, rowsFrom, type ShownJob } from '../harness/console-jobs.ts'
import { startKilledServers } from '../harness/killed-servers.ts'
import { rotateUntilKilled } from '../harness/rotate-until-killed.ts'
import { runCli } from '../harness/run-cli.ts'
import { lengthOf } from '../harness/soak.ts'

const couponCount = lengthOf(300, 150)
/** So many that a job which is about to be paused still runs, even if this process gets little time. */
const memberCount = lengthOf(1_500, 1_000)
/** Of the part of a file that is given after the rotation began, and of the part before it. */
const repeated = 20

// Beside one another, since servers wait most of the time until the lease of a killed one has ended.
test.concurrent('imports go on while the master key of a store in its folder is changed', (context) =>
  importWhileRotating(undefined, context))

test.skipIf(skipsMariadb())(
  'imports go on while the master key of a store on servers is changed (skipped where mariadb-server is not installed)',
  { concurrent: true },
  async (context) => {
    const mariadb = await shareMariadb()
    context.onTestFinished(() => mariadb.stop())
    await importWhileRotating(await mariadb.createSchema(), context)
  },
)

/** One import is under way before, during and after the rotation; the file of another is given in two parts meanwhile. */
async function importWhileRotating(
  storeUrl: string | undefined,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<void> {
  const servers = await startKilledServers(storeUrl)
  onTestFinished(() => servers.stop())
  const { flags } = servers
  const { operator } = servers.callers()
  const members = await draft(operator, 'import-members', memberRows)
  await operator.job('start', { job_id: members.job_id, confirm_count: memberCount })
  await operator.until(members.job_id, ({ done }) => done >= 99)
  await operator.job('pause', { job_id: members.job_id })
  const { job_id } = await operator.job('create', { kind: 'import-coupons', title: '券.csv' })
  const half = couponCount / 2
  await add(operator, job_id, { rows: couponRows.slice(0, half), offset: 0 })

  await rotateUntilKilled(flags, '新的数据已使用新密钥')
  await operator.job('resume', { job_id: members.job_id })
  await operator.until(members.job_id, ({ done }) => done >= 199)
  await add(operator, job_id, { rows: couponRows.slice(half - repeated), offset: half, isLast: true })
  await servers.killOne()
  const rotated = await runCli(['key', 'rotate', ...flags, '--json'])
  expect([rotated.code, JSON.parse(rotated.stdout)]).toMatchObject([0, { generation: 2, unreadable_rows: 0 }])

  const after = servers.callers()
  const coupons = await after.operator.get(job_id)
  expect(coupons.preview).toMatchObject({ will_change: couponCount, duplicates: repeated })
  await after.operator.job('start', { job_id, confirm_count: couponCount })
  for (const [id, size] of [
    [members.job_id, memberCount],
    [job_id, couponCount],
  ] as const) {
    const done = await after.operator.until(id, ({ state }) => state === 'done')
    expect(done).toMatchObject({ total: size + 1, done: size, unchanged: 0, refused: 1 })
    // Sealed before the rotation, and opened after it.
    expect(await after.operator.items(id, 'refused')).toMatchObject([{ line: 2, phone: '138****0000' }])
  }
  await expectEverything(after.client)
  for (const [kind, rows] of [
    ['import-members', memberRows],
    ['import-coupons', couponRows],
  ] as const) {
    const again = await draft(after.operator, kind, rows)
    expect(again.preview).toMatchObject({ will_change: 0, unchanged: rows.length - 1, duplicates: 0 })
  }
  const audit = await runCli(['audit', 'verify', ...flags])
  expect([audit.code, audit.stderr]).toEqual([0, ''])
}

type Rows = readonly Readonly<Record<string, string>>[]

const phoneOf = (place: number) => `139${10_000_000 + place}`
const numbersTo = (length: number) => Array.from({ length }, (_, place) => place)

/** The first row of each is refused. */
const memberRows: Rows = [
  { phone: '13800000000', birthday: '13-40' },
  ...numbersTo(memberCount).map((place) => ({ phone: phoneOf(place), card_no: `K${place}`, name: `会员${place}` })),
]
const couponRows: Rows = [
  { coupon_code: 'C', phone: '13800000000', end_date: '2099-02-30' },
  ...numbersTo(couponCount).map((place) => ({
    coupon_code: `C${place}`,
    phone: phoneOf(place),
    end_date: '2099-12-31',
  })),
]

async function draft(operator: JobOperator, kind: string, rows: Rows): Promise<ShownJob> {
  const { job_id } = await operator.job('create', { kind, title: '名单.csv' })
  return add(operator, job_id, { rows, offset: 0, isLast: true })
}

type Part = Readonly<{ rows: Rows; offset: number; isLast?: boolean }>

async function add(operator: JobOperator, jobId: string, { rows, offset, isLast = false }: Part): Promise<ShownJob> {
  let job: ShownJob | undefined
  for (let given = 0; given < rows.length; given += 200) {
    const part = rows.slice(given, given + 200)
    job = await operator.job('addItems', {
      job_id: jobId,
      offset: offset + given,
      rows: rowsFrom(offset + given + 2, part),
      is_last: isLast && given + part.length === rows.length,
    })
  }
  if (job === undefined) throw new Error('no rows')
  return job
}

/** Each coupon and its member is found by phone and card, once. */
async function expectEverything(client: TopClient): Promise<void> {
  for (const place of numbersTo(couponCount)) {
    const { result } = await client.execute('yaoquan.member.get', { cardNo: `K${place}` })
    expect(result.member).toMatchObject({ name: `会员${place}`, phones: [{ phone: phoneOf(place) }] })
    const { coupons } = await client.queryCoupons({ phone: phoneOf(place), pageSize: 10 })
    expect(coupons.map(({ couponCode }) => couponCode)).toEqual([`C${place}`])
  }
}
