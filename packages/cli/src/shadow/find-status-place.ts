import { storePlace } from '#administration/open-administration'
import { OperationFault, UsageFault } from '#terminal/faults'
import type { RunFlags } from './find-runs.ts'

/** The flags of a place of statuses. */
export type StatusPlaceFlags = RunFlags & Readonly<{ crawl?: boolean }>

/** The seller of the statuses, and the data folder. */
type StatusPlace = Readonly<{ dataDir: string; upstream: string; sellerId: string }>

/**
 * The upstream and seller of the shadow runs and of the latest crawl of a data folder.
 * @throws OperationFault if there is none, or UsageFault if there are several and the flags name none of them
 */
export async function findStatusPlace(flags: StatusPlaceFlags): Promise<StatusPlace> {
  const { listReports, readPosition } = await import('#server')
  const { dataDir } = storePlace(flags)
  const runs = flags.crawl === true ? [] : listReports(dataDir).filter(({ port }) => port === (flags.port ?? port))
  const crawl = flags.port === undefined ? readPosition(dataDir) : undefined
  const found = [...runs, ...(crawl === undefined ? [] : [crawl])]
  const places = new Map(
    found.map(({ upstream, sellerId }) => [`${upstream} ${sellerId}`, { dataDir, upstream, sellerId }]),
  )
  const [place, ...others] = places.values()
  if (place === undefined) {
    throw new OperationFault(
      `${dataDir} 中没有影子运行或抓取，请先执行 yaoquan shadow --learn 或 yaoquan shadow crawl`,
      `${dataDir} has no shadow run and no crawl; run yaoquan shadow --learn or yaoquan shadow crawl first`,
    )
  }
  if (others.length === 0) return place
  const ports = runs.map(({ port }) => port).join(', ')
  throw new UsageFault(
    `影子运行或抓取的上游、连锁不同，请用 --port（${ports}）或 --crawl 指定`,
    `shadow runs and crawl are of different upstreams or sellers; give --port (${ports}) or --crawl`,
  )
}
