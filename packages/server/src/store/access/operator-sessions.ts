import { cellText } from '#database/record'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import type { FoundSession, OperatorSessions } from '#domain/people/people-store'
import { findByToken, type Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { operatorSessionSet } from '#store/keys/sealed-tables'
import { refuseMovingStore } from '#store/schema/move-mark'
import {
  deleteOperatorSession,
  deleteSessionsEndedBefore,
  findOperatorSessions,
  findSessionsOfOperator,
  insertOperatorSession,
  operatorSessionOfRow,
  touchOperatorSession,
} from '#store/tables/operator-session'

/** Keeps sessions of operators by keyed digests of their tokens. */
export function createOperatorSessions({
  engine,
  keyring,
}: Readonly<{ engine: SqlEngine; keyring: Keyring }>): OperatorSessions {
  const find = async (token: string) => {
    const row = await findByToken(engine.reader, findOperatorSessions, { keyring, token })
    return row && operatorSessionOfRow(row)
  }
  const change = async (name: string, work: (transaction: SqlTransaction) => Promise<unknown>) => {
    await engine.transact((transaction) =>
      changeSealed({ transaction, keyring, set: operatorSessionSet, key: { operator_name: name } }, () =>
        work(transaction),
      ),
    )
    await refuseMovingStore(engine)
  }
  return {
    createSession(token, session) {
      const { name, createdAtMs } = session
      return change(name, async (transaction) => {
        await transaction.run(deleteSessionsEndedBefore({ operatorName: name, endedBeforeMs: createdAtMs }))
        await transaction.run(insertOperatorSession(keyring.current.tokens(token), session))
      })
    },
    async findSession(token) {
      const found = await find(token)
      return found && foundSession(found)
    },
    async touchSession(token, seenAtMs) {
      const found = await find(token)
      if (found === undefined) return
      await engine.transact((transaction) =>
        transaction.run(touchOperatorSession({ seenAtMs, tokenDigest: found.digest })),
      )
    },
    async endSession(token) {
      const found = await find(token)
      if (found === undefined) return
      await change(found.name, (transaction) => transaction.run(deleteOperatorSession({ tokenDigest: found.digest })))
    },
    async listSessionsOf(name) {
      const rows = await engine.reader.all(findSessionsOfOperator({ operatorName: name }))
      return rows
        .map((row) => foundSession(operatorSessionOfRow(row)))
        .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
    },
    async endListedSession(name, id) {
      let isEnded = false
      await change(name, async (transaction) => {
        const rows = (await transaction.all(findSessionsOfOperator({ operatorName: name }))).map(operatorSessionOfRow)
        const found = rows.find((row) => foundSession(row).id === id)
        isEnded = found !== undefined
        if (found !== undefined) await transaction.run(deleteOperatorSession({ tokenDigest: found.digest }))
      })
      return isEnded
    },
  }
}

/** The id is a part of the digest, which a token cannot be computed from: 64 bits tell the sessions of an operator apart. */
function foundSession({ digest, ...session }: ReturnType<typeof operatorSessionOfRow>): FoundSession {
  return { ...session, id: cellText(digest).slice(0, 16) }
}
