import { expect } from 'vitest'
import { lifecycleClient } from './lifecycle-client.ts'
import type { TestServer } from './test-server.ts'

/** Waits until a seller's figures have so many redemptions by shop: they are counted beside the calls, and pages do not ask again. */
export async function figuresCounted(server: TestServer, redeemed: Readonly<Record<string, number>>): Promise<void> {
  const { call } = lifecycleClient(server)
  const counted = async () => {
    const { rows } = await call('yaoquan.figures.overview', { groupBy: 'shop' })
    const ofShops = rows as readonly Readonly<{ name: string; redeemed: number }>[]
    return Object.fromEntries(ofShops.map((row) => [row.name, row.redeemed]))
  }
  await expect.poll(counted).toMatchObject(redeemed)
}
