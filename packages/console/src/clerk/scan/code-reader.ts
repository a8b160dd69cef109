import type { ReadCode } from './picture-decoder.ts'

/** The kinds of codes on coupons, cards and receipts, by the names of the Barcode Detection API. */
const formats = ['qr_code', 'code_128', 'code_39', 'ean_13', 'itf'] as const

/** https://wicg.github.io/shape-detection-api, which Chromium has on Android and macOS. */
type Detector = Readonly<{ detect(source: HTMLVideoElement): Promise<readonly Readonly<{ rawValue: string }>[]> }>
type DetectorClass = Readonly<{ getSupportedFormats(): Promise<readonly string[]> }> &
  (new (
    options: Readonly<{ formats: readonly string[] }>,
  ) => Detector)

/** The reader of the browser, or ours, which is loaded only then. */
export async function codeReader(): Promise<ReadCode> {
  const { BarcodeDetector } = globalThis as Readonly<{ BarcodeDetector?: DetectorClass }>
  const supported = (await BarcodeDetector?.getSupportedFormats()) ?? []
  if (BarcodeDetector !== undefined && formats.every((format) => supported.includes(format))) {
    const detector = new BarcodeDetector({ formats })
    return async (video) => (await detector.detect(video))[0]?.rawValue
  }
  return (await import('./picture-decoder.ts')).pictureDecoder()
}
