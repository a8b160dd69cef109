import { templateKindNames, templateKinds, templateStageNames, templateStages } from '@yaoquan/api'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { chosenCategory, chosenShop, FilterCategory, FilterShop } from '../lists/filter-code.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { chosenChannel, FilterChannel, FilterText } from '../lists/filter-text.tsx'
import { chosenDays, chosenText, Filters } from '../lists/filters.tsx'
import { choiceParameter, textParameter } from '../navigation/search-state.ts'
import type { TemplateFilter } from './use-templates.ts'

const texts = defineTexts({
  search: { zh: '名称或编号', en: 'Name or id' },
  allKinds: { zh: '全部类型', en: 'All kinds' },
  allStates: { zh: '全部状态', en: 'All states' },
  shop: { zh: '门店', en: 'Shop' },
  category: { zh: '品类', en: 'Category' },
  channel: { zh: '渠道', en: 'Channel' },
  savedBy: { zh: '保存人', en: 'Saved by' },
  from: { zh: '可领可用自', en: 'active from' },
  to: { zh: '至', en: 'to' },
})

/** The parameters of the URL that filter templates. */
export const filterParameters = {
  q: textParameter,
  kind: choiceParameter(['', ...templateKindNames]),
  state: choiceParameter(['', ...templateStageNames]),
  shop: textParameter,
  category: textParameter,
  channel: textParameter,
  by: textParameter,
  from: dayParameter,
  to: dayParameter,
} as const

type FilterValues = Readonly<{
  [K in keyof typeof filterParameters]: ReturnType<(typeof filterParameters)[K]['read']>
}>

/** The filter as the server takes it. */
export function filterOf({ q, kind, state, by, from, to, ...places }: FilterValues): TemplateFilter {
  return {
    search: q,
    kind: kind === '' ? undefined : kind,
    stage: state === '' ? undefined : state,
    shop: places.shop,
    category: places.category,
    channel: places.channel,
    savedBy: by === undefined || by.includes(':') ? by : `operator:${by}`,
    activeFrom: from,
    activeTo: to,
  }
}

type Props = Readonly<{ values: FilterValues; change: (values: Partial<FilterValues>) => void; total: ReactNode }>

/** The filters of the list in one line, and what they found. */
export function TemplateFilters({ values, change, total }: Props): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(templateKinds)
  const states = useTexts(templateStages)
  const { q, kind, state, shop, category, channel, by, from, to } = values
  return (
    <Filters
      className="yq-filters"
      chosen={[
        chosenText(t.search, q, () => change({ q: undefined })),
        kind !== '' && { name: t.allKinds, text: kinds[kind], clear: () => change({ kind: '' }) },
        state !== '' && { name: t.allStates, text: states[state], clear: () => change({ state: '' }) },
        chosenShop(t.shop, shop, () => change({ shop: undefined })),
        chosenCategory(t.category, category, () => change({ category: undefined })),
        chosenChannel(t.channel, channel, () => change({ channel: undefined })),
        chosenText(t.savedBy, by, () => change({ by: undefined })),
        chosenDays(t.from, { from, to }, () => change({ from: undefined, to: undefined })),
      ]}
      end={<span className="yq-soft yq-list-total yq-end">{total}</span>}
    >
      <FilterText name={t.search} value={q} width={112} change={(next) => change({ q: next })} />
      <Select
        aria-label={t.allKinds}
        value={kind}
        style={{ width: 100 }}
        options={[
          { value: '', label: t.allKinds },
          ...templateKindNames.map((value) => ({ value, label: kinds[value] })),
        ]}
        onChange={(next) => change({ kind: next })}
      />
      <Select
        aria-label={t.allStates}
        value={state}
        style={{ width: 100 }}
        options={[
          { value: '', label: t.allStates },
          ...templateStageNames.map((value) => ({ value, label: states[value] })),
        ]}
        onChange={(next) => change({ state: next })}
      />
      <FilterShop name={t.shop} value={shop} width={72} change={(next) => change({ shop: next })} />
      <FilterCategory name={t.category} value={category} width={96} change={(next) => change({ category: next })} />
      <FilterChannel name={t.channel} value={channel} width={92} change={(next) => change({ channel: next })} />
      <FilterText name={t.savedBy} value={by} width={98} change={(next) => change({ by: next })} />
      <FilterDays names={[t.from, t.to]} value={{ from, to }} change={change} />
    </Filters>
  )
}
