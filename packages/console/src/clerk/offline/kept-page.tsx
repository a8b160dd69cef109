import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { typedBefore } from '../parts/typed.ts'

/** Whether the service worker gave this page, since the server could not. */
export const isKeptPage: boolean = document.documentElement.dataset['kept'] !== undefined

const texts = defineTexts({
  title: { zh: '没有网络', en: 'No network' },
  text: {
    zh: '核销和查会员都要联网。网络恢复后这里会自动继续。',
    en: 'Redeeming and looking up members need the network. This goes on by itself once it is back.',
  },
  kept: {
    zh: (order: string, amount: string) => `已保留：订单号 ${order || '未填'}，金额 ${amount || '未填'}`,
    en: (order, amount) => `Kept: order ${order || 'not typed'}, amount ${amount || 'not typed'}`,
  },
  retry: { zh: '重试', en: 'Try again' },
  still: { zh: '还是连不上。', en: 'Still no connection.' },
})

const everyMs = 5_000

/** Waits for the network and then opens the page of the server. Until then nothing is called, since the server may be newer than this page. */
export function KeptPage(): ReactNode {
  const t = useTexts(texts)
  const [attempts, setAttempts] = useState(0)
  const tryAgain = useCallback(async () => {
    if (await isServerThere()) location.reload()
    else setAttempts((former) => former + 1)
  }, [])
  useEffect(() => {
    const attempt = () => void tryAgain()
    const timer = setInterval(attempt, everyMs)
    addEventListener('online', attempt)
    return () => {
      clearInterval(timer)
      removeEventListener('online', attempt)
    }
  }, [tryAgain])
  const { orderId, amount } = typedBefore()
  return (
    <main className="ck-notice">
      <h1>{t.title}</h1>
      <p>{t.text}</p>
      {(orderId !== '' || amount !== '') && <p>{t.kept(orderId, amount)}</p>}
      <button type="button" className="ck-go" onClick={() => void tryAgain()}>
        {t.retry}
      </button>
      <p role="status">{attempts > 0 && t.still}</p>
    </main>
  )
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch('/console/clerk', { method: 'HEAD', cache: 'no-store' })).ok
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
