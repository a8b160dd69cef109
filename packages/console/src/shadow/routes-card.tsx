import { shadowRoutes, unreadableReasons } from '@yaoquan/api'
import { Alert, Button, Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { Code } from '../parts/code.tsx'
import { useSession } from '../session/session-provider.tsx'
import type { Run } from './run.ts'

const texts = defineTexts({
  title: { zh: '由谁应答', en: 'Who answers' },
  change: { zh: '切换', en: 'Switch' },
  what: {
    zh: '没有列出的调用由现有CRM应答，药券在后台比较。切换在一秒内生效，同样的操作即可退回。',
    en: "Today's CRM answers all calls that are not listed, and Yaoquan compares. A switch takes effect within a second, and the same act takes it back.",
  },
  noOurs: {
    zh: '影子启动时没有指定药券服务器（--ours），还不能切换。',
    en: 'The shadow was started without a server of Yaoquan (--ours), so nothing can be switched yet.',
  },
  damaged: {
    zh: '路由文件已损坏，影子继续使用已有的路由。请系统管理员恢复。',
    en: 'The file of routes is damaged. The shadow keeps those it had; ask who runs the server to restore it.',
  },
  notFollowed: {
    zh: '影子还没有按这些路由传递：它没有运行，或尚未读到。',
    en: 'The shadow does not follow these routes yet: it does not run, or has not read them.',
  },
  notRecorded: {
    zh: '有退回已生效，而其事件未能记录。故障排除后再次执行同一切换，即补记。',
    en: 'A way back holds although its event could not be recorded. Once the fault is mended, the same switch again records it.',
  },
  app: { zh: '应用', en: 'App' },
  method: { zh: 'API', en: 'API' },
  all: { zh: '全部', en: 'All' },
  to: { zh: '由谁应答', en: 'Who answers' },
  why: { zh: '理由', en: 'Reason' },
  who: { zh: '何人', en: 'By' },
  at: { zh: '时间', en: 'At' },
  none: { zh: '全部由现有CRM应答。', en: "Today's CRM answers every call." },
  since: { zh: '影子启动以来的调用', en: 'Calls since the shadow was started' },
  delivered: { zh: '写操作已送到现有CRM', en: "Writes delivered to today's CRM" },
  waiting: {
    zh: (oldest?: string) => `写操作等待送到现有CRM${oldest === undefined ? '' : `，最早 ${oldest}`}`,
    en: (oldest) => `Writes that wait for today's CRM${oldest === undefined ? '' : `, since ${oldest}`}`,
  },
  refused: {
    zh: (code: string) => `现有CRM拒绝的写操作：${code}`,
    en: (code) => `Writes today's CRM refused: ${code}`,
  },
  onlyOurs: {
    zh: (method: string) => `只有药券收到，退回会失去：${method}`,
    en: (method) => `Only Yaoquan got, lost on the way back: ${method}`,
  },
  notRead: {
    zh: (reason: string) => `读不出应用与API，由现有CRM应答：${reason}`,
    en: (reason) => `Not readable, to today's CRM: ${reason}`,
  },
})

type Route = Run['routes'][number]

/** Which side answers the calls of which app, and how many it has answered. */
export function RoutesCard({ run, change }: Readonly<{ run: Run; change: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const { routes, ours, routesInForce, routesDamaged, routed, notRouted, onlyOurs, waiting, delivered, refused } = run
  const warnings = [
    routesDamaged ? t.damaged : routes.length > 0 && !routesInForce ? t.notFollowed : undefined,
    routes.some(({ isRecorded }) => !isRecorded) ? t.notRecorded : undefined,
  ]
  const columns: TableColumnsType<Route> = [
    { title: t.app, dataIndex: 'appKey', width: 130, ellipsis: true },
    {
      title: t.method,
      dataIndex: 'method',
      width: 330,
      ellipsis: true,
      render: (name?: string) => (name === undefined ? t.all : <Code text={name} />),
    },
    { title: t.to, dataIndex: 'to', width: 190, render: (to: Route['to']) => shadowRoutes[to][language] },
    { title: t.why, dataIndex: 'reason', ellipsis: true },
    { title: t.who, dataIndex: 'by', width: 110, ellipsis: true },
    {
      title: t.at,
      dataIndex: 'at',
      width: 116,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{at.slice(5, 16)}</time>,
    },
  ]
  const counts = [
    ...routed.map(({ route, calls }) => [shadowRoutes[route][language], calls] as const),
    ...(waiting + delivered === 0
      ? []
      : ([
          [t.delivered, delivered],
          [t.waiting(run.oldestWaiting), waiting],
        ] as const)),
    ...refused.map(({ code, subCode, calls }) => [t.refused(`${code} ${subCode}`), calls] as const),
    ...onlyOurs.map(({ method, calls }) => [t.onlyOurs(method), calls] as const),
    ...notRouted.map(({ reason, calls }) => [t.notRead(unreadableReasons[reason][language]), calls] as const),
  ]
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.title}>
      <Flex justify="space-between" align="center">
        <h2>{t.title}</h2>
        {may('decide-shadow') && (
          <Button size="small" onClick={change} disabled={ours === undefined && routes.length === 0}>
            {t.change}
          </Button>
        )}
      </Flex>
      <p className="yq-soft">{ours === undefined ? t.noOurs : t.what}</p>
      {warnings.map((warning) => warning && <Alert key={warning} type="warning" showIcon title={warning} />)}
      {(ours !== undefined || routes.length > 0) && (
        <ListTable
          rows={routes}
          keyOf={({ appKey, method = '' }) => `${appKey} ${method}`}
          columns={columns}
          isLoading={false}
          width={900}
          none={t.none}
        />
      )}
      {counts.length > 0 && (
        <>
          <p className="yq-soft">{t.since}</p>
          <dl className="yq-shadow-skipped">
            {counts.map(([name, calls]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="yq-number">{countText(calls)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
