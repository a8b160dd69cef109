import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DuplicateKeyError } from '#database/database-errors'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { temporaryFolder } from '#testing/temporary-folder'
import { openSqliteEngine } from './open-sqlite-engine.ts'

const folder = temporaryFolder()
let files = 0

async function withEngine(use: (engine: SqlEngine, file: string) => Promise<void>): Promise<void> {
  files += 1
  const file = join(folder, `${files}.db`)
  const engine = await openSqliteEngine(file)
  await engine.transact((transaction) =>
    transaction.run(positional('CREATE TABLE note (id INTEGER PRIMARY KEY, content TEXT)')),
  )
  await use(engine, file)
  await engine.close()
}

function insert(id: number): (transaction: SqlTransaction) => Promise<number> {
  return (transaction) => transaction.run(positional('INSERT INTO note (id) VALUES (?)', [id]))
}

async function ids(engine: SqlEngine): Promise<readonly unknown[]> {
  return (await engine.reader.all(positional('SELECT id FROM note ORDER BY id'))).map(([id]) => id)
}

/** Grows by one with every commit that another connection made. */
async function commitsSeen(engine: SqlEngine): Promise<number> {
  const row = await engine.reader.one(positional('PRAGMA data_version'))
  return Number(row?.[0])
}

test('a thousand works at the same time share a few commits', async () => {
  await withEngine(async (engine) => {
    let commits = 0
    let seen = await commitsSeen(engine)
    const count = async () => {
      const now = await commitsSeen(engine)
      if (now !== seen) commits += 1
      seen = now
    }
    await Promise.all(Array.from({ length: 1000 }, (_, id) => engine.transact(insert(id)).then(count)))
    expect(await ids(engine)).toHaveLength(1000)
    expect(commits).toBeGreaterThanOrEqual(Math.ceil(1000 / 256))
    expect(commits).toBeLessThan(100)
  })
})

test('nothing is written while the file is not at its path', async () => {
  await withEngine(async (engine, file) => {
    const now = vi.spyOn(performance, 'now')
    onTestFinished(() => now.mockRestore())
    const wait = () => now.mockReturnValue(performance.now() + 1_000)
    await engine.transact(insert(1))
    renameSync(file, `${file}.away`)
    const look = () => engine.snapshot(async (reader) => reader.one(positional('SELECT 1')))
    await expect(look()).rejects.toThrow('cannot open')
    expect(existsSync(file)).toBe(false)
    wait()
    await expect(look()).rejects.toThrow('deleted, moved')
    const refused = { text: { en: expect.stringMatching(/\d\.db was deleted, moved or replaced/) } }
    for (const id of [2, 3]) await expect(engine.transact(insert(id))).rejects.toMatchObject(refused)
    writeFileSync(file, '')
    await expect(engine.transact(insert(4), { mayBeLost: true })).rejects.toMatchObject(refused)
    renameSync(`${file}.away`, file)
    await engine.transact(insert(5))
    expect(await ids(engine)).toEqual([1, 5])
  })
})

test('only works that may be lost are committed without waiting for the disk', async () => {
  await withEngine(async (engine) => {
    const full = 2
    const normal = 1
    const insertAndTell = (id: number) => async (transaction: SqlTransaction) => {
      await insert(id)(transaction)
      return (await transaction.one(positional('PRAGMA synchronous')))?.[0]
    }
    const works = Array.from({ length: 12 }, (_, id) => engine.transact(insertAndTell(id), { mayBeLost: id % 3 === 0 }))
    expect(await Promise.all(works)).toEqual(works.map((_, id) => (id % 3 === 0 ? normal : full)))
    const failing = engine.transact(insertAndTell(3), { mayBeLost: true })
    const others = [engine.transact(insertAndTell(20), { mayBeLost: true }), engine.transact(insertAndTell(21))]
    await expect(failing).rejects.toThrow(DuplicateKeyError)
    expect(await Promise.all(others)).toEqual([normal, full])
    expect(await ids(engine)).toHaveLength(14)
  })
})

test('a long transaction lets the program go on meanwhile', async () => {
  await withEngine(async (engine) => {
    const rows = Array.from({ length: 50_000 }, (_, id) => [id])
    let turns = 0
    let isDone = false
    const written = engine.transact(async (transaction) => {
      await transaction.insertMany('INSERT INTO note (id) VALUES (?)', rows)
      isDone = true
    })
    while (!isDone) {
      turns += 1
      await nextTurn()
    }
    await written
    expect(turns).toBeGreaterThan(5)
    expect(await ids(engine)).toHaveLength(50_000)
  })
})

test('a seller does not wait for all the long works of another', async () => {
  await withEngine(async (engine) => {
    let done = 0
    const long = Array.from({ length: 40 }, (_, id) => {
      const work = async (transaction: SqlTransaction) => {
        const endMs = performance.now() + 5
        while (performance.now() < endMs) await transaction.one(positional('SELECT 1'))
        await insert(id)(transaction)
      }
      return engine.transact(work, { sellerId: 'busy' }).then(() => {
        done += 1
      })
    })
    await engine.transact(insert(100), { sellerId: 'quiet' })
    expect(done).toBeLessThan(10)
    await Promise.all(long)
    expect(await ids(engine)).toHaveLength(41)
  })
})

test('a work is acknowledged when another connection can read what it wrote', async () => {
  await withEngine(async (engine) => {
    for (let id = 0; id < 20; id += 1) {
      await engine.transact(insert(id))
      expect(await ids(engine)).toContain(id)
    }
  })
})

test('a reader sees what was acknowledged, also where it has read just before', async () => {
  await withEngine(async (engine) => {
    let before: readonly unknown[] = [0]
    await engine.transact(async (transaction) => {
      await insert(1)(transaction)
      before = await ids(engine)
    })
    expect(before).toEqual([])
    expect(await ids(engine)).toEqual([1])
  })
})

test('a reader sees what another engine of the same program acknowledged from the next turn on', async () => {
  await withEngine(async (engine, file) => {
    const other = await openSqliteEngine(file)
    let before: readonly unknown[] = [0]
    await other.transact(async (transaction) => {
      before = await ids(engine)
      await insert(1)(transaction)
    })
    expect(before).toEqual([])
    await nextTurn()
    expect(await ids(engine)).toEqual([1])
    await other.close()
  })
})

test('reads that nothing comes between see one state of the file, later ones the newest', async () => {
  await withEngine(async (engine, file) => {
    const other = new Database(file)
    expect(await ids(engine)).toEqual([])
    other.exec('INSERT INTO note (id) VALUES (1)')
    expect(await ids(engine)).toEqual([])
    await nextTurn()
    expect(await ids(engine)).toEqual([1])
    other.close()
  })
})

test('a work that fails fails alone and leaves nothing, whatever else shared its commit', async () => {
  await withEngine(async (engine) => {
    const failing = (id: number) => async (transaction: SqlTransaction) => {
      await insert(1000 + id)(transaction)
      throw new Error(`no ${id}`)
    }
    const works = Array.from({ length: 30 }, (_, id) => (id % 3 === 0 ? failing(id) : insert(id)))
    const settled = await Promise.allSettled(works.map((work) => engine.transact(work)))
    const expected = works.map((_, id) => (id % 3 === 0 ? 'rejected' : 'fulfilled'))
    expect(settled.map(({ status }) => status)).toEqual(expected)
    expect(await ids(engine)).toEqual(works.map((_, id) => id).filter((id) => id % 3 !== 0))
  })
})

test('works run twice at most, however many of their group fail', async () => {
  await withEngine(async (engine) => {
    const runs = Array<number>(100).fill(0)
    const works = runs.map((_, id) =>
      engine.transact(async (transaction) => {
        runs[id] = (runs[id] ?? 0) + 1
        await insert(id)(transaction)
        if (id % 2 === 0) throw new Error('no')
      }),
    )
    await Promise.allSettled(works)
    expect(Math.max(...runs)).toBeLessThanOrEqual(2)
    expect(await ids(engine)).toHaveLength(50)
  })
})

test('a key that exists already is reported as such, without its value', async () => {
  await withEngine(async (engine) => {
    await engine.transact(insert(86_186))
    const again = engine.transact(insert(86_186))
    await expect(again).rejects.toThrow(DuplicateKeyError)
    await expect(again).rejects.not.toThrow(/86186/)
  })
})

test('a transaction cannot be used after its work is over', async () => {
  await withEngine(async (engine) => {
    let kept: SqlTransaction | undefined
    await engine.transact(async (transaction) => {
      kept = transaction
    })
    await expect(kept?.run(positional('INSERT INTO note (id) VALUES (1)'))).rejects.toThrow('the transaction is over')
    expect(await ids(engine)).toEqual([])
  })
})

test('the reader cannot write', async () => {
  await withEngine(async (engine) => {
    await expect(engine.reader.all(positional('INSERT INTO note (id) VALUES (1) RETURNING id'))).rejects.toThrow(
      /readonly/,
    )
  })
})

test('closing lets works in flight finish and refuses later ones', async () => {
  const file = join(folder, 'closing.db')
  const engine = await openSqliteEngine(file)
  const making = engine.transact((transaction) =>
    transaction.run(positional('CREATE TABLE note (id INTEGER PRIMARY KEY)')),
  )
  const inserting = engine.transact(insert(1))
  await engine.close()
  await Promise.all([making, inserting])
  await expect(engine.transact(insert(2))).rejects.toThrow('the store is closed')
  const again = await openSqliteEngine(file)
  expect(await ids(again)).toEqual([1])
  await again.close()
})

test('waits for another writer without holding up the program', async () => {
  await withEngine(async (engine, file) => {
    const holding = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads')
       const db = require(workerData.driver)(workerData.file)
       db.exec('BEGIN IMMEDIATE; INSERT INTO note (id) VALUES (1)')
       parentPort.postMessage('locked')
       parentPort.once('message', () => { db.exec('COMMIT'); db.close() })`,
      { eval: true, workerData: { file, driver: createRequire(import.meta.url).resolve('better-sqlite3') } },
    )
    await new Promise((resolve) => holding.once('message', resolve))
    // Only a program that goes on comes to the turn that ends the other's transaction.
    let turns = 0
    const turning = setInterval(() => {
      turns += 1
      if (turns === 10) holding.postMessage('commit')
    }, 5)
    await engine.transact(insert(2))
    clearInterval(turning)
    expect(await ids(engine)).toEqual([1, 2])
    expect(turns).toBeGreaterThanOrEqual(10)
  })
})
