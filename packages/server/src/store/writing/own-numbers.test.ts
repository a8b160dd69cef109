import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { answerOnce } from '#domain/lifecycle/answer-once'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { Identifiers } from '#store/members/identifiers'
import { migrations } from '#store/schema/migrations'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { createLifecycleStore } from './write-once.ts'

test('no text of a caller is a number of the server', async () => {
  const engine = await openSqliteEngine(join(temporaryFolder(), 'numbers.db'))
  await migrate(engine, sqliteProfile, migrations)
  const keyring = await openTestKeyring(engine)
  const memberKeys = new MemberKeysInMemory()
  const identifiers = new Identifiers(keyring, memberKeys)
  const lifecycle = createLifecycleStore({ engine, keyring, identifiers, memberKeys })
  const write = (outRequestNo: string | { own: string } | undefined, content: string) => {
    return runAct(answerOnce<string>(), {
      lifecycle,
      request: requestOf('111', { outRequestNo, content }),
      answer: content,
    })
  }
  const own = [{ own: 'job:J:1' }, undefined]
  for (const number of own) await write(number, 'own')
  const stored = (await engine.reader.all(positional('SELECT request_no FROM out_request'))).flat().map(String)
  expect(stored).toHaveLength(2)
  const texts = [...stored, ...stored.map((text) => text.slice(1)), '\u0001job:J:1']
  for (const text of texts) {
    expect(await write(text, text)).toEqual({ kind: 'done', answer: text, isAlreadyDone: false })
  }
  for (const text of texts) expect(await write(text, text)).toMatchObject({ answer: text, isAlreadyDone: true })
  for (const number of own) expect(await write(number, 'own')).toMatchObject({ answer: 'own', isAlreadyDone: true })
  await engine.close()
})
