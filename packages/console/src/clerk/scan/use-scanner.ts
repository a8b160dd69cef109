import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import type { ReadCode } from './picture-decoder.ts'

const pauseMs = 80
/** The longest code: the length of the fields that codes go into. */
const longest = 64

/**
 * Reads codes from the camera until the component is gone. A code counts once two pictures in a row show it.
 * @param take called with each code, also with the same several times
 * @returns why there is no picture; undefined while there is one, or `load` where the decoder did not load
 */
export function useScanner(
  video: RefObject<HTMLVideoElement | null>,
  take: (text: string) => void,
): CameraProblem | 'load' | undefined {
  const [problem, setProblem] = useState<CameraProblem | 'load'>()
  const taken = useEffectEvent(take)
  useEffect(() => {
    const end = new AbortController()
    const scan = async () => {
      // Before the camera opens, so that the first code that it is pointed at is the first one read.
      const read = await codeReader()
      if (end.signal.aborted) return
      const stream = await openCamera().catch((error: unknown) => {
        if (!end.signal.aborted) setProblem(cameraProblem(error))
      })
      if (stream === undefined) return
      const stop = () => {
        for (const track of stream.getTracks()) track.stop()
      }
      if (end.signal.aborted) return stop()
      end.signal.addEventListener('abort', stop)
      const { current } = video
      if (current === null) return
      current.srcObject = stream
      await current.play()
      await readOn({ video: current, read, signal: end.signal, take: taken })
    }
    scan().catch(() => {
      if (!end.signal.aborted) setProblem('load')
    })
    return () => end.abort()
  }, [video])
  return problem
}

type Reading = Readonly<{
  video: HTMLVideoElement
  read: Awaited<ReturnType<typeof codeReader>>
  signal: AbortSignal
  take: (text: string) => void
}>

async function readOn({ video, read, signal, take }: Reading): Promise<void> {
  let former: string | undefined
  while (!signal.aborted) {
    const text = (await read(video))?.trim()
    if (!signal.aborted && text !== undefined && text === former && isCode(text)) take(text)
    former = text
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/** Links and longer texts are other things than a number of a coupon, card or order. */
function isCode(text: string): boolean {
  return text !== '' && text.length <= longest && !text.includes('://')
}

/** The kinds of codes on coupons, cards and receipts, by the names of the Barcode Detection API. */
const formats = ['qr_code', 'code_128', 'code_39', 'ean_13', 'itf'] as const

/** https://wicg.github.io/shape-detection-api, which Chromium has on Android and macOS. */
type Detector = Readonly<{ detect(source: HTMLVideoElement): Promise<readonly Readonly<{ rawValue: string }>[]> }>
type DetectorClass = Readonly<{ getSupportedFormats(): Promise<readonly string[]> }> &
  (new (
    options: Readonly<{ formats: readonly string[] }>,
  ) => Detector)

/** The reader of the browser, or ours, which is loaded only then. */
async function codeReader(): Promise<ReadCode> {
  const { BarcodeDetector } = globalThis as Readonly<{ BarcodeDetector?: DetectorClass }>
  const supported = (await BarcodeDetector?.getSupportedFormats()) ?? []
  if (BarcodeDetector !== undefined && formats.every((format) => supported.includes(format))) {
    const detector = new BarcodeDetector({ formats })
    return async (video) => (await detector.detect(video))[0]?.rawValue
  }
  return (await import('./picture-decoder.ts')).pictureDecoder()
}

/** Whether this browser gives pages a camera at all: only over https, or on the machine itself. */
export const hasCamera: boolean = isSecureContext && 'mediaDevices' in navigator

/** Why there is no picture. */
type CameraProblem = 'not-allowed' | 'none' | 'busy'

/**
 * Asks for the camera at the back of the phone, which the person has to allow.
 * @throws DOMException, see `cameraProblem`
 */
function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  })
}

/** What a failure of `openCamera` means. */
function cameraProblem(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'not-allowed'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none'
}
