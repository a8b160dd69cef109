import { parentPort, workerData } from 'node:worker_threads'
import { TopClient } from '@yaoquan/client'

/** An app that may erase. */
export const erasingApp = { appKey: '12345679', appSecret: 'helloworld' } as const

/** The input of the thread: which members it erases, downwards from the first, and how many calls are under way. */
export type ErasingOrder = Readonly<{ url: string; firstMemberNo: number; callers: number; seconds: number }>

/** The message that the thread posts at its end. */
export type ErasingReport = Readonly<{ erased: number; seconds: number }>

async function eraseAll({ url, firstMemberNo, callers, seconds }: ErasingOrder): Promise<ErasingReport> {
  const client = new TopClient({ url: `${url}/router/rest`, ...erasingApp })
  const startedMs = performance.now()
  const untilMs = startedMs + seconds * 1000
  let next = firstMemberNo
  let erased = 0
  const erase = async () => {
    while (performance.now() < untilMs && next > 1) {
      const memberId = `M${next}`
      next -= 1
      await client.eraseMember({ outRequestNo: `ERASE-${memberId}`, memberId })
      erased += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, erase))
  return { erased, seconds: (performance.now() - startedMs) / 1000 }
}

if (parentPort !== null) parentPort.postMessage(await eraseAll(workerData))
