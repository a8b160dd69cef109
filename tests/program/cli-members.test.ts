import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'
import { itNeeds } from '../harness/runtimes.ts'
import { runAtTerminal } from '../harness/terminal.ts'

let folder = ''
let server: CliServer
let gateway: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-members-'))
  const store = ['--data', join(folder, 'data'), '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
  const app = JSON.parse(
    (await runCli(['app', 'create', ...store, '--name', 'ERP', '--preset', 'full', '--json'])).stdout,
  )
  server = await serveCli(['--data', join(folder, 'data')])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
})

afterAll(async () => {
  expect([await server?.stop(), server?.stderr()]).toEqual([0, ''])
  await rm(folder, { recursive: true, force: true })
})

const call = (args: readonly string[]) => runCli(['member', ...args, ...gateway])

async function json(args: readonly string[]) {
  const run = await call([...args, '--json'])
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

it('saves a member, shows it with a masked phone, and finds it', async () => {
  const profile = ['--name', '王小明', '--tags', '糖尿病,VIP', '--birthday', '05-20', '--attribute', 'skin=dry']
  const consent = ['--consent', 'yes', '--consent-source', '门店签字']
  const saved = await call(['save', '--phone', '18612255668', '--card-no', 'C1', ...profile, ...consent])
  expect(saved.stdout).toMatch(/^out_request_no cli-\w+\n已新建会员 M1\n$/)
  const shown = await call(['show', 'M1'])
  expect(shown.stdout).toMatch(/^member_id +M1\nstate +active\nname +王小明\ntags +糖尿病,VIP\n/)
  expect(shown.stdout).toContain('186****5668 在用')
  expect((await call(['show', '--card-no', 'C1', '--with-phones'])).stdout).toContain('18612255668 在用')
  expect((await call(['search', '--tag', 'VIP'])).stdout).toMatch(
    /M1 +王小明 +糖尿病,VIP +186\*{4}5668 +C1\n没有下一页/,
  )
  expect(await json(['show', '--phone', '18612255668'])).toMatchObject({
    member: { member_id: 'M1', marketing_consent: { given: true, source: '门店签字' } },
  })
})

it('shows a till the masked phones that it gets, and not less', async () => {
  const store = ['--data', join(folder, 'data'), '--seller', '111']
  const till = JSON.parse(
    (await runCli(['app', 'create', ...store, '--name', 'till', '--preset', 'till', '--json'])).stdout,
  )
  const credentials = ['--url', server.url, '--app-key', till.app_key, '--app-secret', till.app_secret]
  await json(['save', '--phone', '13900000081', '--card-no', 'T1'])
  const shown = await runCli(['member', 'show', '--card-no', 'T1', ...credentials])
  expect(shown.stdout).toContain('139****0081 在用')
})

it('changes phone and card', async () => {
  await json(['save', '--phone', '13900000001', '--card-no', 'K1'])
  expect(await json(['change-phone', '--from', '13900000001', '--to', '13900000002'])).toMatchObject({ success: true })
  const replaced = await call(['replace-card', 'K1', '--lost', '--to', 'K2', '--reason', '丢失 13900000002'])
  expect(replaced.stdout).toContain('已挂失')
  expect(replaced.stdout).toContain('PHONE_MASKED')
  expect(await json(['show', '--card-no', 'K2'])).toMatchObject({
    member: {
      phones: [{ state: 'replaced' }, { phone: '13900000002', state: 'active' }],
      cards: [
        { card_no: 'K1', state: 'lost' },
        { card_no: 'K2', state: 'active' },
      ],
    },
  })
})

it('previews a merge, merges and undoes it', async () => {
  const { member_id: into } = await json(['save', '--name', '甲', '--phone', '13900000011'])
  const { member_id: from } = await json(['save', '--name', '乙', '--phone', '13900000012'])
  expect((await call(['merge', from, into, '--dry-run'])).stdout).toContain('预览，未改动')
  const { merge_id: mergeId } = await json(['merge', from, into])
  expect((await call(['show', into])).stdout).toContain(`合并 ${mergeId}: ${from}`)
  expect((await call(['unmerge', mergeId])).stdout).toContain(`${from} 不再并入 ${into}`)
})

it('exports everything about a member as JSON and as a page that escapes what it shows', async () => {
  const { member_id: id } = await json(['save', '--phone', '13900000021', '--name', '<b>甲</b>'])
  const issue = ['coupon', 'issue', join(folder, 'c.csv')]
  await writeFile(join(folder, 'c.csv'), 'coupon_code,phone,end_date\nE1,13900000021,2099-12-31\n')
  expect((await runCli([...issue, ...gateway])).code).toBe(0)
  const [out, html] = [join(folder, 'm.json'), join(folder, 'm.html')]
  expect((await call(['export', id, '--out', out, '--html', html])).stdout).toContain('优惠券 1 张')
  expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
    member: { member_id: id, phones: [{ phone: '13900000021' }] },
    coupons: [{ coupon_code: 'E1', timeline: [{ kind: 'issued' }] }],
    events: [{ kind: 'member_changed' }, { kind: 'exported' }],
  })
  const page = await readFile(html, 'utf8')
  expect(page).toContain('&#60;b&#62;甲&#60;/b&#62;')
  expect(page).toContain('E1')
  expect(page).toContain('<td>修改会员 member_changed</td>')
  expect(page).toContain('改动fields: name')
  expect(page).not.toMatch(/src=|href=|@import|url\(/)
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect(JSON.parse((await call(['export', id])).stdout)).toHaveProperty('coupons')
})

itNeeds(['script'], 'erases a member at a terminal once its id was typed, after it showed what goes', async () => {
  const { member_id: id } = await json(['save', '--phone', '13900000061', '--card-no', 'E1', '--name', '甲'])
  const erase = ['member', 'erase', id, '--reason', '本人申请', ...gateway]
  const question = '确认删除'
  const refused = await runAtTerminal(erase, { question, answer: 'M1000\r' })
  expect(refused).toMatchObject({ code: 1, shown: expect.stringContaining('没有改动') })
  expect(refused.shown).toContain('手机号 1 个，卡 1 张，资料 1 项')
  expect(refused.shown).not.toMatch(/13900000061|甲/)
  expect((await runAtTerminal(erase, { question, answer: '\u0003' })).code).toBe(1)
  expect(await json(['show', id])).toMatchObject({ member: { state: 'active' } })
  const erased = await runAtTerminal(erase, { question, answer: `${id}\r` })
  expect(erased).toMatchObject({ code: 0, shown: expect.stringContaining(`已删除会员 ${id}`) })
  expect(await json(['show', id])).toMatchObject({ member: { state: 'erased', phones: [], cards: [] } })
})

itNeeds(['script'], 'merges at a terminal once the preview was confirmed', async () => {
  const { member_id: into } = await json(['save', '--name', '丙', '--phone', '13900000071'])
  const { member_id: from } = await json(['save', '--name', '丁', '--phone', '13900000072'])
  const merge = ['member', 'merge', from, into, ...gateway]
  const refused = await runAtTerminal(merge, { question: '输入 yes', answer: '\r' })
  expect(refused).toMatchObject({ code: 1, shown: expect.stringContaining(`不同，保留 ${into} 的 name`) })
  expect(await json(['show', from])).toMatchObject({ member: { state: 'active' } })
  expect(await runAtTerminal(merge, { question: '输入 yes', answer: 'yes\r' })).toMatchObject({ code: 0 })
  expect(await json(['show', from])).toMatchObject({ member: { state: 'merged', merged_into: into } })
})

it('erases a member in a script with --yes', async () => {
  const { member_id: id } = await json(['save', '--phone', '13900000062'])
  expect(await json(['erase', id, '--yes'])).toMatchObject({ member_id: id, success: true })
})

it('erases the members of a list, reports each that it could not erase, and does nothing twice', async () => {
  const saved = [81, 82, 83].map((number) => json(['save', '--phone', `139000000${number}`]))
  const [first, second, third] = (await Promise.all(saved)).map(({ member_id }) => String(member_id))
  await json(['erase', third ?? '', '--yes'])
  const file = join(folder, 'erase.txt')
  await writeFile(file, `${first}\n\n${second}\r\n${third}\nM999999\n${first}\n`)
  const erase = ['erase', '--file', file, '--yes', '--json', '--out-request-no', 'list-1']
  const run = await call(erase)
  const failed = [{ member_id: 'M999999', error_code: 'MEMBER_NOT_FOUND', error_message: expect.any(String) }]
  const counts = { erased_count: 2, already_erased_count: 1, failed_count: 1 }
  expect([run.code, JSON.parse(run.stdout)]).toEqual([1, { out_request_no: 'list-1', ...counts, failed }])
  expect(JSON.parse((await call(erase)).stdout)).toMatchObject(counts)
  const again = await call(['erase', first ?? '', second ?? '', '--yes'])
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('已删除 0 位，此前已删除 2 位')])
  await writeFile(file, 'M1\n13900000081\n')
  const wrong = await call(['erase', '--file', file, '--yes'])
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('第 2 行：“139****”不是会员id')])
})

it('imports members of a file, lists what failed with its line, and changes nothing when it runs again', async () => {
  const file = join(folder, 'members.csv')
  await writeFile(
    file,
    `手机号,card_no,姓名,tags,birthday,consent,consent_source,attribute.skin
13900000041,I1,甲,"VIP,糖尿病",05-20,是,门店,dry
13900000042,I2,乙,,02-30,,,
,,丙,,,,,
13900000041,,丁,,02-30,yes,,
13900000043,,戊,VIP;老人,,,,
13900000041,,,,,,,oily
`,
  )
  const [options] = [['--members', '--data', join(folder, 'data'), '--seller', '111']]
  const first = await runCli(['import', file, ...options])
  expect([first.code, first.stdout]).toEqual([1, '已导入 6 行（新建 2，已有 1，有错误 3）\n'])
  const errors = await readFile(`${file}.errors.csv`, 'utf8')
  expect([...errors.matchAll(/第 (\d+) 行：(\S+)/g)].map(([, ...found]) => found)).toEqual([
    ['3', 'birthday'],
    ['4', '手机号'],
    ['5', 'consent'],
  ])
  expect(errors).toMatch(/第 5 行：consent 应为.*；birthday 应为 MM-DD 格式的有效日期/)
  const found = await json(['show', '--card-no', 'I1'])
  expect(found).toMatchObject({
    member: {
      name: '甲',
      tags: ['VIP', '糖尿病'],
      birthday: '05-20',
      attributes: [{ name: 'skin', value: 'oily' }],
      marketing_consent: { given: true, source: '门店' },
    },
  })
  const second = await runCli(['import', file, ...options])
  expect(second.stdout).toBe('已导入 6 行（新建 0，已有 3，有错误 3）\n')
  expect(await json(['show', '--card-no', 'I1'])).toEqual({ ...found, request_id: expect.any(String) })
})

it('lists rows with masked phones and cards as bad, and imports the others', async () => {
  const file = join(folder, 'masked.csv')
  await writeFile(file, 'phone,card_no,name\n186****5668,,甲\n,6222****3800,乙\n13900000051,,丙\n')
  const run = await runCli(['import', file, '--members', '--data', join(folder, 'data'), '--seller', '111'])
  expect([run.code, run.stdout]).toEqual([1, '已导入 3 行（新建 1，已有 0，有错误 2）\n'])
  const errors = await readFile(`${file}.errors.csv`, 'utf8')
  expect(errors).toContain('phone 186****5668 是打码的号码')
  expect(errors).toContain('card_no 6222****3800 是打码的号码')
})

it.each([
  [['show'], 2, '<member-id>、--phone、--card-no'],
  [['save', '--phone', '13900000031', '--consent', 'yes'], 2, '--consent-source'],
  [['save', 'M1', '--attribute', 'x'], 2, '名称=值'],
  [['show', 'M999'], 1, '会员不存在'],
  [['show', '--phone', '186****5668'], 1, '打码'],
  [['change-phone', '--from', '186****5668', '--to', '13900000031'], 1, 'old_phone'],
  [['replace-card', 'K9', '--to', 'K****10'], 1, 'new_card_no'],
  [['erase', 'M1', '--reason', 'x'], 2, '--yes'],
  [['erase', 'M1', 'M2'], 2, '--yes'],
  [['erase', '--yes'], 2, '--file'],
] as const)('refuses %o', async (args, code, words) => {
  const run = await call(args)
  expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(words)])
})
