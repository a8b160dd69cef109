import { useQuery } from '@tanstack/react-query'
import { getShop, listShops } from '@yaoquan/api'
import { recall, remember } from '@yaoquan/browser/memory'
import { useState } from 'react'
import { CallError } from '../server/call-error.ts'
import { type CallPlace, callMethod } from '../server/call-method.ts'
import { readPages } from '../server/read-pages.ts'
import { useSession } from '../session/session-provider.tsx'

export type ShopChoice = Readonly<{ code: string; name: string }>

type ClerkShop = Readonly<{
  /** Where the clerk works; undefined: not chosen yet. */
  shop: ShopChoice | undefined
  /** The shops to choose from; a clerk of one shop has no other. */
  choices: readonly ShopChoice[]
  choose: (code: string) => void
}>

const key = 'yaoquan-clerk-shop'

/** The shop in which this browser redeems. A role of certain shops has only these. */
export function useClerkShop(): ClerkShop {
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
