import { type ReactNode, useRef, useState } from 'react'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { Icon } from '../parts/icons.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { hasCamera, useScanner } from './use-scanner.ts'
import './scan.css'

const texts = defineTexts({
  title: { zh: '扫一扫', en: 'Scan' },
  coupon: { zh: '对准券码（条形码或二维码）', en: 'Point at the code of the coupon' },
  order: { zh: '再对准小票上的订单号', en: 'Now point at the order number on the receipt' },
  number: { zh: '对准会员卡', en: 'Point at the member card' },
  later: { zh: '手输订单号', en: 'Type the order number' },
  'not-allowed': {
    zh: '没有相机权限。请在浏览器的网站设置里允许相机，再扫一次；也可以手输。',
    en: 'The camera is not allowed. Allow it in the site settings of the browser and scan again, or type.',
  },
  none: { zh: '这台设备没有相机，请手输或用扫码枪。', en: 'This device has no camera. Type, or use a scanner gun.' },
  busy: {
    zh: '相机被别的应用占用。关掉它再扫一次，或手输。',
    en: 'Another app uses the camera. Close it and scan again, or type.',
  },
  load: {
    zh: '扫码功能没能加载。请检查网络后再扫，或手输。',
    en: 'The scanner did not load. Check the network and scan again, or type.',
  },
})

/** What a code stands for. */
export type Scanned = 'coupon' | 'order' | 'number'

type Props = Readonly<{
  /** What is read, in this order. */
  wanted: readonly Scanned[]
  take: (kind: Scanned, text: string) => void
  close: () => void
}>

/** The camera, until everything is read. */
export function ScanSheet({ wanted, take, close }: Props): ReactNode {
  const t = useTexts(texts)
  const video = useRef<HTMLVideoElement>(null)
  const [read, setRead] = useState<readonly string[]>([])
  const kind = wanted[read.length]
  const problem = useScanner(video, (text) => {
    // The code that was read before is still in the picture.
    if (kind === undefined || read.includes(text)) return
    navigator.vibrate?.(60)
    setRead([...read, text])
    take(kind, text)
    if (read.length + 1 === wanted.length) close()
  })
  return (
    <Sheet title={t.title} close={close}>
      {problem === undefined ? (
        <>
          <div className="ck-picture">
            <video ref={video} muted playsInline />
          </div>
          <p role="status" className="ck-aim">
            {kind !== undefined && t[kind]}
          </p>
          {read.length > 0 && (
            <button type="button" className="ck-go ck-go-second" onClick={close}>
              {t.later}
            </button>
          )}
        </>
      ) : (
        <p role="alert" className="ck-aim">
          {t[problem]}
        </p>
      )}
    </Sheet>
  )
}

const scanButtonTexts = defineTexts({
  scan: { zh: '扫券码和小票', en: 'Scan coupon and receipt' },
  noCamera: {
    zh: '扫码要用 https 打开本页；现在可以手输，或用扫码枪。',
    en: 'Scanning needs this page over https. Type for now, or use a scanner gun.',
  },
})

/** Opens the camera, or says why it cannot. */
export function ScanButton({ scan }: Readonly<{ scan: () => void }>): ReactNode {
  const t = useTexts(scanButtonTexts)
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
