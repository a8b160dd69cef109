import { useQuery } from '@tanstack/react-query'
import { getShop, listShops } from '@yaoquan/api'
import { recall, remember } from '@yaoquan/browser/memory'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { useOnline } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CallError } from '../server/call-error.ts'
import { type CallPlace, callMethod, readPages } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { ClerkMenu } from './clerk-menu.tsx'
import { MemberTask } from './member-task.tsx'
import { Icon } from './parts/icons.tsx'
import type { Typed } from './parts/typed.ts'
import { RedeemTask } from './redeem-task.tsx'
import { useOrder } from './use-order.ts'

const texts = defineTexts({
  redeem: { zh: '核销', en: 'Redeem' },
  member: { zh: '会员', en: 'Member' },
  tasks: { zh: '任务', en: 'Tasks' },
  menu: { zh: '菜单', en: 'Menu' },
  noShop: { zh: '请选择门店', en: 'Choose a shop' },
  offline: {
    zh: '没有网络。订单号与金额会保留，联网后再核销。',
    en: 'No network. Order and amount are kept; redeem once it is back.',
  },
})

const tasks = ['redeem', 'member'] as const

/** The two tasks with their bar, and the shop above them. What is typed in one stays while the other is shown. */
export function ClerkFrame(): ReactNode {
  const t = useTexts(texts)
  const task = useTask()
  const { shop, choices, choose } = useClerkShop()
  const isOnline = useOnline()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const order = useOrder(shop?.code)
  const redeem = (chosen: Typed) => {
    order.take(chosen)
    location.hash = 'redeem'
  }
  return (
    <div className="ck-frame">
      <header>
        {choices.length > 1 ? (
          <select
            aria-label={t.noShop}
            value={shop?.code ?? ''}
            onChange={({ target }) => choose(target.value)}
            className="ck-shop"
          >
            {shop === undefined && <option value="">{t.noShop}</option>}
            {choices.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <strong className="ck-shop">{shop?.name}</strong>
        )}
        <button type="button" className="ck-icon-button" aria-label={t.menu} onClick={() => setMenuOpen(true)}>
          <Icon name="menu" />
        </button>
      </header>
      {!isOnline && (
        <p className="ck-offline" role="status">
          {t.offline}
        </p>
      )}
      <main hidden={task !== 'redeem'}>
        <h1 className="ck-title">{t.redeem}</h1>
        <RedeemTask order={order} isShown={task === 'redeem'} />
      </main>
      <main hidden={task !== 'member'}>
        <h1 className="ck-title">{t.member}</h1>
        <MemberTask shop={shop?.code} redeem={redeem} />
      </main>
      <nav aria-label={t.tasks}>
        {tasks.map((name) => (
          <a key={name} href={`#${name}`} aria-current={task === name ? 'page' : undefined}>
            <Icon name={name} />
            {t[name]}
          </a>
        ))}
      </nav>
      {isMenuOpen && <ClerkMenu close={() => setMenuOpen(false)} />}
    </div>
  )
}

/** The task is in the address, so that Back leads to the former one. */
function useTask(): (typeof tasks)[number] {
  const hash = useSyncExternalStore(subscribe, () => location.hash.slice(1))
  return tasks.find((name) => name === hash) ?? 'redeem'
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

type ShopChoice = Readonly<{ code: string; name: string }>

type ClerkShop = Readonly<{
  /** Where the clerk works; undefined: not chosen yet. */
  shop: ShopChoice | undefined
  /** The shops to choose from; a clerk of one shop has no other. */
  choices: readonly ShopChoice[]
  choose: (code: string) => void
}>

const key = 'yaoquan-clerk-shop'

/** The shop in which this browser redeems. A role of certain shops has only these. */
function useClerkShop(): ClerkShop {
  const { seller } = useSession()
  const { shops: own = [] } = seller
  const [chosen, setChosen] = useState(() => recall(`${key}-${seller.id}`))
  const { data } = useQuery({
    queryKey: ['shops of clerk', seller.id, own],
    queryFn: ({ signal }) => readShops(own, { sellerId: seller.id, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const choices = data ?? own.map((code) => ({ code, name: code }))
  const only = choices.length === 1 ? choices[0] : undefined
  return {
    shop: only ?? choices.find(({ code }) => code === chosen),
    choices,
    choose(code) {
      remember(`${key}-${seller.id}`, code)
      setChosen(code)
    },
  }
}

async function readShops(own: readonly string[], place: CallPlace): Promise<readonly ShopChoice[]> {
  if (own.length > 0) return Promise.all(own.map((code) => readShop(code, place)))
  const pages = await readPages((cursor) => callMethod(listShops, { cursor, limit: 1000 }, place))
  return pages.flatMap(({ shops }) => shops.filter(({ closed }) => closed !== true))
}

/** A shop that has no name is shown by its code. */
async function readShop(code: string, place: CallPlace): Promise<ShopChoice> {
  try {
    const { shop } = await callMethod(getShop, { code }, place)
    return { code, name: shop?.name ?? code }
  } catch (error) {
    if (error instanceof CallError && error.kind === 'refused') return { code, name: code }
    throw error
  }
}
