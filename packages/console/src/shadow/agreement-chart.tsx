import { listShadows } from '@yaoquan/api'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { ChartCard } from '../charts/chart-card.tsx'
import { DayBars } from '../charts/day-bars.tsx'
import { countText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { textParameter, useSearchState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { useRead } from '../session/use-server.ts'
import { agreementText, deviating, type Run } from './run.ts'

const texts = defineTexts({
  byDay: { zh: '每天有多少调用一致', en: 'How many calls agree each day' },
  day: { zh: '日期', en: 'Day' },
  agreed: { zh: '一致', en: 'Agree' },
  accepted: { zh: '已接受', en: 'Accepted' },
  deviating: { zh: '未处理的差异', en: 'Open deviations' },
  share: { zh: '一致率', en: 'Agreement' },
  calls: { zh: '哪些调用', en: 'Which calls' },
  all: { zh: '全部API与应用', en: 'All APIs and apps' },
  method: { zh: 'API', en: 'API' },
  app: { zh: '应用', en: 'App' },
})

const parameters = { method: textParameter, app: textParameter }

/** The calls of each day by verdict, all or those of one API or app. */
export function AgreementChart({ run }: Readonly<{ run: Run }>): ReactNode {
  const t = useTexts(texts)
  const choice = useCallChoice(run)
  const isChosen = choice.method !== undefined || choice.appKey !== undefined
  const { data, error, refetch } = useRead(listShadows, choice, { isEnabled: isChosen, keepsFormer: true })
  const days = isChosen ? data?.shadows.find(({ port }) => port === run.port)?.days : run.days
  const series = [
    { name: t.agreed, colour: 'var(--yq-accent)', values: (days ?? []).map(({ agreed }) => agreed) },
    { name: t.accepted, colour: 'var(--yq-soft)', values: (days ?? []).map(({ accepted }) => accepted) },
    { name: t.deviating, colour: 'var(--yq-error)', values: (days ?? []).map(deviating) },
  ]
  const rows = (days ?? []).map(
    (day) => [day.day, day.agreed, day.accepted, deviating(day), agreementText(day)] as const,
  )
  return (
    <ChartCard
      title={t.byDay}
      fileName="shadow-days"
      table={{ columns: [t.day, ...series.map(({ name }) => name), t.share], rows }}
      controls={<ChooseCalls groups={run.groups} />}
    >
      {days === undefined ? (
        <NotRead error={error} refetch={refetch} rows={4} />
      ) : (
        <DayBars
          description={t.byDay}
          names={days.map(({ day }) => day.slice(5))}
          series={series}
          height={150}
          text={countText}
        />
      )}
      <p className="yq-shadow-legend">
        {series.map(({ name, colour }) => (
          <span key={name}>
            <i style={{ background: colour }} />
            {name}
          </span>
        ))}
      </p>
    </ChartCard>
  )
}

/** The API or the app of the address, if the run has it: the choice of another run stays there when the port is changed. */
function useCallChoice({ groups }: Pick<Run, 'groups'>): CallChoice {
  const [{ method, app }] = useSearchState(parameters)
  if (groups.some((group) => group.method === method)) return { method }
  return groups.some(({ appKey }) => appKey === app) ? { appKey: app } : {}
}

type CallChoice = Readonly<{ method?: string | undefined; appKey?: string | undefined }>

/** Chooses one API or one app; with a single one of each there is nothing to choose. */
function ChooseCalls({ groups }: Pick<Run, 'groups'>): ReactNode {
  const t = useTexts(texts)
  const [, change] = useSearchState(parameters)
  const { method, appKey } = useCallChoice({ groups })
  const methods = [...new Set(groups.map((group) => group.method))]
  const apps = [...new Set(groups.map((group) => group.appKey))]
  if (methods.length < 2 && apps.length < 2) return null
  const optionsOf = (kind: 'method' | 'app', names: readonly string[]) => ({
    label: t[kind],
    options: names.map((name) => ({ value: `${kind} ${name}`, label: name })),
  })
  const choose = (chosen: string | undefined) => {
    const [kind, name] = chosen?.split(' ') ?? []
    change(
      { method: kind === 'method' ? name : undefined, app: kind === 'app' ? name : undefined },
      { isReplaced: true },
    )
  }
  return (
    <Select<string>
      aria-label={t.calls}
      className="yq-shadow-choice"
      size="small"
      placeholder={t.all}
      value={method !== undefined ? `method ${method}` : appKey !== undefined ? `app ${appKey}` : null}
      allowClear
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      options={[optionsOf('method', methods), optionsOf('app', apps)]}
      onChange={choose}
    />
  )
}
