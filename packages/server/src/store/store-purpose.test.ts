import { join } from 'node:path'
import { expect, test } from 'vitest'
import { administer } from '#testing/administer'
import { temporaryFolder } from '#testing/temporary-folder'
import { openStore, type StoreOptions } from './open-store.ts'
import type { StorePurpose } from './store-purpose.ts'

const folder = temporaryFolder()

/** Opens a store as a server does, or as a command (`undefined`), and does something in it. */
async function open(name: string, purpose?: StorePurpose, use?: 'make a chain'): Promise<void> {
  const options: StoreOptions = { dataDir: join(folder, name), purpose }
  const store = await openStore(options)
  if (use) await administer(store, 1).createSeller({ sellerId: '111', name: 'x' })
  await store.close()
}

test('an empty folder becomes a sandbox, and stays one', async () => {
  await open('sandbox', 'sandbox', 'make a chain')
  await open('sandbox', 'sandbox')
  await expect(open('sandbox', 'production')).rejects.toMatchObject({
    name: 'OperatorError',
    message: expect.stringContaining('created with --sandbox'),
  })
})

test('a folder of production is refused as a sandbox, used or not', async () => {
  await open('production', 'production')
  await expect(open('production', 'sandbox')).rejects.toMatchObject({ name: 'OperatorError' })
  await open('production', 'production', 'make a chain')
  await expect(open('production', 'sandbox')).rejects.toThrow('--sandbox requires an empty store')
  await open('production', 'production')
})

test('what commands made before any server is of production, and a store that they only opened is either', async () => {
  await open('made', undefined, 'make a chain')
  await expect(open('made', 'sandbox')).rejects.toThrow('--sandbox requires an empty store')
  await open('opened')
  await open('opened', 'sandbox')
})

test('of two servers that start at once in an empty folder one is refused', async () => {
  const outcomes = await Promise.allSettled([open('both', 'sandbox'), open('both', 'production')])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('commands work on a store of either purpose', async () => {
  for (const purpose of ['sandbox', 'production'] as const) {
    await open(`command-${purpose}`, purpose)
    await open(`command-${purpose}`, undefined, 'make a chain')
    await open(`command-${purpose}`, purpose)
  }
})
