import { type FormEvent, type ReactNode, useState } from 'react'

/** What `/api/coupon` of `server.ts` answers. */
export type Found = Readonly<{ name?: string; status?: string; endDate?: string; message?: string }>

const statusTexts: Readonly<Record<string, string>> = {
  0: '未使用',
  1: '已使用',
  2: '已过期',
  3: '已作废',
  4: '占用中',
}

/** A field for a coupon code, and what the server knows about the coupon. */
export function LookUp(): ReactNode {
  const [code, setCode] = useState('')
  const [found, setFound] = useState<Found>()
  async function lookUp(event: FormEvent): Promise<void> {
    event.preventDefault()
    const response = await fetch(`/api/coupon?code=${encodeURIComponent(code)}`)
    setFound(await response.json())
  }
  return (
    <form onSubmit={lookUp}>
      <label>
        券码 <input value={code} onChange={({ target }) => setCode(target.value)} required />
      </label>
      <button type="submit">查询</button>
      {found !== undefined && <FoundCoupon found={found} />}
    </form>
  )
}

export function FoundCoupon({ found }: Readonly<{ found: Found }>): ReactNode {
  if (found.status === undefined) return <p role="alert">{found.message}</p>
  return <p>{`${found.name ?? ''} ${statusTexts[found.status] ?? found.status}，有效至 ${found.endDate ?? '—'}`}</p>
}
