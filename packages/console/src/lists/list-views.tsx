import { CloseOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { listParameter, type Parameters } from '../navigation/search-state.ts'
import { useSavedViews } from '../session/saved-views.ts'
import { useSession } from '../session/session-provider.tsx'
import { endsToday, isSameView, movingView, type ViewSearch, viewOf, viewOn } from './list-view.ts'
import { ChooseColumns, SaveView } from './view-menus.tsx'
import './list-views.css'
import type { ColumnTitles } from './shown-columns.ts'

const texts = defineTexts({
  views: { zh: '视图', en: 'Views' },
  all: { zh: '全部', en: 'All' },
  today: { zh: '今天', en: 'Today' },
  ownShop: { zh: '本店', en: 'My shop' },
  mine: { zh: '我的', en: 'Mine' },
  remove: { zh: (name: string) => `删除视图「${name}」`, en: (name) => `Remove the view “${name}”` },
  question: { zh: '删除这个视图？', en: 'Remove this view?' },
  yes: { zh: '删除', en: 'Remove' },
  no: { zh: '保留', en: 'Keep' },
})

type Props = Readonly<{
  /** Name of the list, under which views are kept. */
  list: string
  /** The parameters of the address that a view holds. Never a phone or a card: those are in no address. */
  parameters: Parameters
  /** The view of today's rows, with `today` for the day. */
  today?: ViewSearch
  /** The parameter that filters by shop. */
  shop?: string
  /** The parameter that filters by the name of an operator. */
  person?: string
  titles?: ColumnTitles
}>

/** The views of a list: given ones and those that the operator saved; beside them what columns to show. */
export function ListViews({ list, parameters, today: ofToday, shop, person, titles }: Props): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const { session, seller } = useSession()
  const { views, change } = useSavedViews(list)
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const names = Object.keys(parameters)
  const current = viewOf(raw, names)
  const [ownShop, ...otherShops] = seller.shops ?? []
  const isOfShop = shop !== undefined && ownShop !== undefined && otherShops.length === 0
  const given = [
    { name: t.all, search: {} },
    ...(ofToday === undefined ? [] : [{ name: t.today, search: ofToday }]),
    ...(isOfShop ? [{ name: t.ownShop, search: { [shop]: ownShop } }] : []),
    ...(person === undefined ? [] : [{ name: t.mine, search: { [person]: session.operator.name } }]),
  ]
  const show = (view: ViewSearch) => {
    const cleared = Object.fromEntries([...names, 'page', 'cursor'].map((name) => [name, undefined]))
    const search = (former: object) => ({ ...former, ...cleared, ...viewOn(view, today) })
    void navigate({ to: '.', search: search as never })
  }
  const isShown = (view: ViewSearch) => isSameView(viewOn(view, today), current)
  const chip = (name: string, view: ViewSearch) => (
    <Button
      size="small"
      type="text"
      className={isShown(view) ? 'yq-view yq-view-shown' : 'yq-view'}
      aria-pressed={isShown(view)}
      onClick={() => show(view)}
    >
      {name}
    </Button>
  )
  const isNew = Object.keys(current).length > 0 && ![...given, ...views].some(({ search }) => isShown(search))
  return (
    <div className="yq-views">
      <fieldset className="yq-view-choice" aria-label={t.views}>
        {given.map(({ name, search }) => (
          <Fragment key={name}>{chip(name, search)}</Fragment>
        ))}
        {views.map(({ name, search }) => (
          <span key={name} className="yq-own-view">
            {chip(name, search)}
            {isShown(search) && (
              <Popconfirm
                title={t.question}
                okText={t.yes}
                cancelText={t.no}
                onConfirm={() => change.mutate({ view: { name, search }, remove: true })}
              >
                <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t.remove(name)} />
              </Popconfirm>
            )}
          </span>
        ))}
      </fieldset>
      <div className="yq-view-acts">
        {isNew && (
          <SaveView
            canMove={endsToday(current, today)}
            isBusy={change.isPending}
            error={change.error}
            save={({ name, moves }, done) => {
              const search = moves === true ? movingView(current, today) : current
              change.mutate({ view: { name, search } }, { onSuccess: done })
            }}
          />
        )}
        {titles !== undefined && (
          <ChooseColumns
            titles={titles}
            shown={listParameter.read(current['columns'])}
            change={(columns) => show({ ...withoutColumns(current), ...writtenColumns(columns) })}
          />
        )}
      </div>
    </div>
  )
}

function withoutColumns(view: ViewSearch): ViewSearch {
  const { columns: _columns, ...others } = view
  return others
}

function writtenColumns(columns: readonly string[]): ViewSearch {
  const text = listParameter.write(columns)
  return text === undefined ? {} : { columns: text }
}
