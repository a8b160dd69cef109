import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { fileSide, moveUnderLoad, serverSide } from '../harness/move-under-load.ts'
import { sizeOf, soak } from '../harness/soak.ts'

/** Every write is repeated and compared in the end, so that a usual run makes fewer of them. */
const load = { kills: sizeOf(3, 2), pauseMs: sizeOf(0, 25) }

describe.skipIf(skipsMariadb())('under load (skipped where mariadb-server is not installed)', () => {
  let folder: string
  let mariadb: SharedMariadb
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yaoquan-move-soak-'))
    mariadb = await shareMariadb()
  })
  afterAll(async () => {
    await mariadb?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test(`a store is moved from a file to a server and back, ${soak} times`, async () => {
    for (let round = 0; round < soak; round += 1) {
      const schema = () => mariadb.createSchema()
      const side = (name: string) => fileSide(join(folder, `${name}-${round}`))
      await expect(moveUnderLoad(side('file'), serverSide(await schema(), folder), load)).resolves.toBeUndefined()
      await expect(moveUnderLoad(serverSide(await schema(), folder), side('back'), load)).resolves.toBeUndefined()
    }
  })
})
