import { listShadows } from '@yaoquan/api'
import { Empty, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Code } from '../parts/code.tsx'
import { NotRead } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { DeviationPanel } from './deviation-panel.tsx'
import { ConditionsForm } from './readiness.tsx'
import { RouteForm } from './route-form.tsx'
import { keyOf } from './run.ts'
import { RunReport } from './run-report.tsx'
import './shadow.css'

const texts = defineTexts({
  title: { zh: '影子运行', en: 'Shadow run' },
  port: { zh: (port: number) => `端口 ${port}`, en: (port) => `Port ${port}` },
  ports: { zh: '影子运行的端口', en: 'Port of the shadow run' },
  deviation: { zh: '差异', en: 'Deviation' },
  conditions: { zh: '就绪条件', en: 'Readiness' },
  route: { zh: '由谁应答', en: 'Who answers' },
  none: {
    zh: '本服务器的数据目录中没有影子运行的结果。影子运行站在ERP与现有CRM之间，逐字节传递调用，并比较药券会怎样应答。启动它：',
    en: "The data folder of this server has no report of a shadow run. One stands between the ERPs and today's CRM, passes every call on unchanged, and compares what Yaoquan would have answered. Start it with",
  },
})

const parameters = {
  port: textParameter,
  act: choiceParameter(['none', 'conditions', 'route']),
  deviation: textParameter,
}

/** How far the answers of today's CRM and ours agree, what people have accepted, and what is missing for the switch. */
export function ShadowScreen(): ReactNode {
  const t = useTexts(texts)
  const { may, seller } = useSession()
  const [{ port, act, deviation: deviationKey }, change] = useSearchState(parameters)
  const { data, error, refetch } = useRead(listShadows, {})
  if (data === undefined) {
    return (
      <Page title={t.title}>
        <NotRead error={error} refetch={refetch} rows={12} />
      </Page>
    )
  }
  const [first, ...others] = data.shadows
  const run = data.shadows.find((one) => String(one.port) === port) ?? first
  if (run === undefined) {
    return (
      <Page title={t.title}>
        <div className="yq-card yq-shadow-none">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.none} />
          <Code text={`yaoquan shadow --upstream https://crm.example/router/rest --seller ${seller.id} --port 9180`} />
        </div>
      </Page>
    )
  }
  const deviation = run.deviations.find((row) => keyOf(row) === deviationKey)
  const close = () => change({ act: 'none', deviation: undefined })
  const choice = others.length > 0 && (
    <Segmented
      aria-label={t.ports}
      value={String(run.port)}
      options={data.shadows.map((one) => ({ value: String(one.port), label: t.port(one.port) }))}
      onChange={(value) => change({ port: value, act: 'none', deviation: undefined })}
    />
  )
  return (
    <Page title={t.title} act={choice}>
      <RunReport
        run={run}
        open={(opened) => change({ deviation: opened })}
        setConditions={() => change({ act: 'conditions' })}
        changeRoute={() => change({ act: 'route' })}
      />
      <SideDrawer title={t.deviation} isOpen={deviation !== undefined} close={close} size={520} holdsForm>
        {deviation !== undefined && (
          <DeviationPanel key={keyOf(deviation)} port={run.port} deviation={deviation} close={close} />
        )}
      </SideDrawer>
      <SideDrawer
        title={t.conditions}
        isOpen={act === 'conditions' && may('decide-shadow')}
        close={close}
        size={420}
        holdsForm
      >
        <ConditionsForm run={run} close={close} />
      </SideDrawer>
      <SideDrawer title={t.route} isOpen={act === 'route' && may('decide-shadow')} close={close} size={420} holdsForm>
        <RouteForm run={run} close={close} />
      </SideDrawer>
    </Page>
  )
}
