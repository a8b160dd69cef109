import { InvalidArgumentError, Option } from 'commander'
import { storePlace } from '#administration/open-administration'
import { nonBlank, type StoreFlags, wholeNumber } from '#options/data-options'
import type { StoredReport } from '#server'
import { instantText, OperationFault, oneLine, say, UsageFault } from '#terminal/output'
import type { Column } from '#terminal/table'

/** Flags that name one of the shadow runs of a data folder. */
export type RunFlags = StoreFlags & Readonly<{ port?: number }>

/** Which run, where a data folder has several. */
export function portOption(): Option {
  const description = say('影子运行的端口，数据目录中有多个时指定', 'port of the shadow run, where there are several')
  return new Option('--port <port>', description).argParser(wholeNumber(1, 65_535))
}

/** The shadow runs of a data folder. @throws OperationFault if there is none */
export async function findRuns(flags: RunFlags): Promise<readonly StoredReport[]> {
  const { listReports } = await import('#server')
  const { dataDir } = storePlace(flags)
  const reports = listReports(dataDir).filter(({ port }) => flags.port === undefined || port === flags.port)
  if (reports.length > 0) return reports
  throw new OperationFault(
    `${dataDir} 中没有影子运行的结果，请先执行 yaoquan shadow --upstream … --seller …`,
    `${dataDir} has no report of a shadow run; run yaoquan shadow --upstream … --seller … first`,
  )
}

/** @throws UsageFault where there are several and no port is given */
export async function findRun(flags: RunFlags): Promise<StoredReport> {
  const [report, ...others] = await findRuns(flags)
  if (report !== undefined && others.length === 0) return report
  const ports = [report, ...others].map((one) => one?.port).join(', ')
  throw new UsageFault(
    `有多个影子运行，请用 --port 指定：${ports}`,
    `there are several shadow runs; give --port: ${ports}`,
  )
}

/** @throws OperationFault where another process is writing decisions at the same moment */
export async function unlessBusy<T>(change: () => T | Promise<T>): Promise<T> {
  const { DecisionsBusy, DamagedRoutes } = await import('#server')
  try {
    return await change()
  } catch (error) {
    if (error instanceof DamagedRoutes) {
      throw new OperationFault(
        '路由文件已损坏，请恢复 shadow/端口.routes.json',
        'the file of routes is damaged: restore shadow/PORT.routes.json',
      )
    }
    if (!(error instanceof DecisionsBusy)) throw error
    throw new OperationFault('另一人正在修改，请稍后重试', 'somebody else is changing it; try again in a moment')
  }
}

/** `--reason`: why a person decides something. */
export function reasonOption(): Option {
  return new Option('--reason <text>', say('理由', 'why')).argParser(reasonText).makeOptionMandatory()
}

/** When and why a person decided something. */
export const decisionColumns: readonly Column<Readonly<{ atMs: number; by: string; reason: string }>>[] = [
  [say('时间', 'at'), ({ atMs }) => instantText(atMs)],
  [say('何人', 'by'), ({ by }) => by],
  [say('理由', 'reason'), ({ reason }) => reason],
]

/** Reads a reason. @throws InvalidArgumentError if it is blank or too long */
export function reasonText(text: string): string {
  const reason = oneLine(nonBlank(text))
  if (reason.length <= 500) return reason
  throw new InvalidArgumentError(say('最多500字', 'must have 500 characters or fewer'))
}
