import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { sellerId } from './large-seller.ts'

/** Between two looks while nothing is to be counted. */
const pauseMs = 500

let isFinishing = false
parentPort?.once('message', () => {
  isFinishing = true
})

const store = await openStore({ dataDir: workerData, isForBulk: true })
for (;;) {
  const isLast = isFinishing
  while ((await store.figureFolder.step(sellerId)) !== 'done');
  if (isLast) break
  await delay(pauseMs)
}
await store.close()
