import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { memberId } from '#domain/members/member'
import { openStore } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { requireProgram, skipsMariadb } from '../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../scripts/mariadb/share-servers.ts'

const sellerId = '111'
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const phone = '18612255668'

describe.skipIf(skipsMariadb())('(skipped where mariadb-server is not installed)', () => {
  let mariadb: SharedMariadb
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })
  afterAll(() => mariadb?.stop())

  test('a database that is restored from before an erasure erases again by a later dump, as docs/cluster.md says', async () => {
    const storeUrl = await mariadb.createSchema()
    const { port, pathname } = new URL(storeUrl)
    const schema = pathname.slice(1)
    const run = (program: string, args: readonly string[], input?: Buffer) => {
      const place = ['--no-defaults', '--host=127.0.0.1', `--port=${port}`, '--user=app', '--password=app']
      return execFileSync(requireProgram(program), [...place, ...args], { input, maxBuffer: 2 ** 28 })
    }
    const open = () => openStore({ dataDir: join(temporaryFolder(), 'unused'), storeUrl, masterKey: 'ab'.repeat(32) })
    const store = await open()
    await administer(store, nowMs).createSeller({ sellerId, name: '连锁' })
    const drafts = [draftOf({ couponCode: 'c1', phone }), draftOf({ couponCode: 'c2', phone: '13900000002' })]
    await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
    const before = run('mariadb-dump', [schema])
    const { lifecycleStore: lifecycle, erasures } = store
    const request = requestOf(sellerId, { nowMs: nowMs + 1_000 })
    await eraseMember({ lifecycle, erasures, request, selector: { memberId: memberId(1) }, reason: undefined })
    await store.close()
    const erased = run('mariadb-dump', ['--no-create-info', '--replace', schema, 'erased_member'])

    run('mariadb', [schema], before)
    const found = async () => {
      const restored = await open()
      const [member] = await restored.memberReader.findMembersNamed(sellerId, { phone, cardNo: undefined })
      const verdict = await restored.eventAuditor.verifyChain(sellerId)
      await restored.close()
      return [member?.memberNo, verdict.kind]
    }
    expect(await found()).toEqual([1, 'intact'])
    run('mariadb', [schema], erased)
    run('mariadb', [schema, '--execute=UPDATE erased_member SET step = 1'])
    expect(await found()).toEqual([undefined, 'intact'])
  })
})
