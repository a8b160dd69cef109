import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { Icon } from '../parts/icons.tsx'
import { hasCamera } from './camera.ts'

const texts = defineTexts({
  scan: { zh: '扫券码和小票', en: 'Scan coupon and receipt' },
  noCamera: {
    zh: '扫码要用 https 打开本页；现在可以手输，或用扫码枪。',
    en: 'Scanning needs this page over https. Type for now, or use a scanner gun.',
  },
})

/** Opens the camera, or says why it cannot. */
export function ScanButton({ scan }: Readonly<{ scan: () => void }>): ReactNode {
  const t = useTexts(texts)
  return (
    <div>
      <button type="button" className="ck-go ck-go-second" disabled={!hasCamera} onClick={scan}>
        <Icon name="scan" />
        {t.scan}
      </button>
      {!hasCamera && <p className="ck-soft">{t.noCamera}</p>}
    </div>
  )
}
