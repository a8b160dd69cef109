import { shadowTimingSeconds, skipReasons } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { AgreementChart } from './agreement-chart.tsx'
import { CallsByApp, CallsBySeller } from './calls-tables.tsx'
import { DeviationsTable } from './deviations-table.tsx'
import { Readiness } from './readiness.tsx'
import { RoutesCard } from './routes-card.tsx'
import { LearnedCard, RulesCard } from './rules-card.tsx'
import type { Run } from './run.ts'

const texts = defineTexts({
  head: {
    zh: (upstream: string, since: string, until: string) => `现有CRM ${upstream}，自 ${since}，结果到 ${until}`,
    en: (upstream, since, until) => `CRM of today: ${upstream}. Since ${since}; report of ${until}`,
  },
  agreement: { zh: '一致或已接受', en: 'Agree or accepted' },
  compared: { zh: '已比较的调用', en: 'Calls compared' },
  ofSeen: { zh: (seen: string) => `共 ${seen} 次有TOP应答`, en: (seen) => `of ${seen} with a TOP answer` },
  coverage: { zh: '覆盖率', en: 'Coverage' },
  coverageNote: { zh: '能比较的调用中已比较的', en: 'of the calls that can be compared' },
  open: { zh: '未处理的差异类', en: 'Open classes' },
  openNote: { zh: '接受或消除后为 0', en: '0 once they are accepted or mended' },
  agreementNote: {
    zh: (agreed: string, accepted: string) => `一致 ${agreed}，只有已接受差异 ${accepted}`,
    en: (agreed, accepted) => `${agreed} agree, ${accepted} deviate only as accepted`,
  },
  timingNote: {
    zh: (timing: string) => `；一致的之中，只差 ${shadowTimingSeconds} 秒内的变化 ${timing}`,
    en: (timing) => `; of those that agree, ${timing} apart from a change within ${shadowTimingSeconds} s`,
  },
  gaps: {
    zh: (times: string) => `影子被强行结束，其间的调用可能未计入：${times}`,
    en: (times) => `The shadow was killed, so calls of these times may not be counted: ${times}`,
  },
  seesLess: {
    zh: (why: string) => `影子现在没有比较全部调用：${why}`,
    en: (why) => `The shadow does not compare all calls now: ${why}`,
  },
  and: { zh: '；', en: '; ' },
  coupons: { zh: '券', en: 'Coupons' },
  members: { zh: '会员（按手机号或卡号）', en: 'Members (by phone or card)' },
  known: { zh: (count: string) => `药券有 ${count}，`, en: (count) => `${count} here, ` },
  covered: {
    zh: (name: string, known: string, seen: string, agreed: string) =>
      `${name}：${known}应答中约 ${seen}，其中至少一次完全相同的约 ${agreed}`,
    en: (name, known, seen, agreed) =>
      `${name}: ${known}about ${seen} in answers, of these about ${agreed} equal at least once`,
  },
  skipped: { zh: '没有比较的调用', en: 'Calls that were not compared' },
})

type RunReportProps = Readonly<{
  run: Run
  open: (kind: string) => void
  setConditions: () => void
  changeRoute: () => void
}>

/** What a shadow run has found: figures, readiness, days, deviations, and where they come from. */
export function RunReport({ run, open, setConditions, changeRoute }: RunReportProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const seesLess = language === 'zh' ? run.seesLess : run.seesLessEn
  const timing = run.timing > 0 ? t.timingNote(countText(run.timing)) : ''
  return (
    <>
      <p className="yq-soft yq-tight">{t.head(run.upstream, run.startedAt.slice(0, 16), run.updatedAt)}</p>
      {run.gaps.length > 0 && <Alert type="warning" showIcon title={t.gaps(run.gaps.map(gapText).join(t.and))} />}
      {seesLess !== undefined && <Alert type="warning" showIcon title={t.seesLess(seesLess)} />}
      <div className="yq-shadow-tiles">
        <Tile
          name={t.agreement}
          value={percent(run.agreement)}
          note={`${t.agreementNote(countText(run.agreed), countText(run.accepted))}${timing}`}
        />
        <Tile name={t.open} value={countText(run.openClasses)} note={t.openNote} />
        <Tile name={t.compared} value={countText(run.compared)} note={t.ofSeen(countText(run.seen))} />
        <Tile name={t.coverage} value={percent(run.coverage)} note={t.coverageNote} />
      </div>
      {run.covered.map(({ of, known, seen, agreed }) => (
        <p key={of} className="yq-soft yq-tight">
          {t.covered(t[of], known === undefined ? '' : t.known(countText(known)), countText(seen), countText(agreed))}
        </p>
      ))}
      <div className="yq-shadow-halves">
        <Readiness run={run} setConditions={setConditions} />
        <AgreementChart run={run} />
      </div>
      <RoutesCard run={run} change={changeRoute} />
      <LearnedCard run={run} />
      <DeviationsTable run={run} open={open} />
      <RulesCard run={run} />
      <CallsBySeller run={run} />
      <CallsByApp run={run} />
      {run.skipped.length > 0 && (
        <section className="yq-card yq-shadow-card" aria-label={t.skipped}>
          <h2>{t.skipped}</h2>
          <dl className="yq-shadow-skipped">
            {run.skipped.map(({ reason, calls }) => (
              <div key={reason}>
                <dt>{skipReasons[reason][language]}</dt>
                <dd className="yq-number">{countText(calls)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  )
}

/** Without the day of its end where that is the day of its begin. */
function gapText({ from, to }: Run['gaps'][number]): string {
  return `${from} – ${to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to}`
}

function percent(text: string | undefined): string {
  return text === undefined ? '—' : `${text}%`
}

function Tile({ name, value, note }: Readonly<Record<'name' | 'value' | 'note', string>>): ReactNode {
  return (
    <dl className="yq-card yq-shadow-tile">
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd className="yq-soft">{note}</dd>
    </dl>
  )
}
