// Its parts by their paths: the whole library would be four times as large.
import BarcodeFormat from '@zxing/library/esnext/core/BarcodeFormat.js'
import BinaryBitmap from '@zxing/library/esnext/core/BinaryBitmap.js'
import HybridBinarizer from '@zxing/library/esnext/core/common/HybridBinarizer.js'
import DecodeHintType from '@zxing/library/esnext/core/DecodeHintType.js'
import Exception from '@zxing/library/esnext/core/Exception.js'
import MultiFormatOneDReader from '@zxing/library/esnext/core/oned/MultiFormatOneDReader.js'
import QRCodeReader from '@zxing/library/esnext/core/qrcode/QRCodeReader.js'
import RGBLuminanceSource from '@zxing/library/esnext/core/RGBLuminanceSource.js'

/** Reads the bar code or QR code of a picture; undefined where there is none. */
export type ReadCode = (video: HTMLVideoElement) => Promise<string | undefined>

/** Wider pictures take longer, and show no more of a code that is held before the camera. */
const maxWidth = 960

const hints = new Map<DecodeHintType, unknown>([
  [
    DecodeHintType.POSSIBLE_FORMATS,
    [BarcodeFormat.CODE_128, BarcodeFormat.CODE_39, BarcodeFormat.EAN_13, BarcodeFormat.ITF],
  ],
  [DecodeHintType.TRY_HARDER, true],
])

/** A reader for browsers that have none. */
export function pictureDecoder(): ReadCode {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const [bars, squares] = [new MultiFormatOneDReader(hints), new QRCodeReader()]
  return async (video) => {
    const scale = Math.min(1, maxWidth / video.videoWidth)
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
    if (context === null || !(width > 0 && height > 0)) return undefined
    Object.assign(canvas, { width, height })
    context.drawImage(video, 0, 0, width, height)
    const { data } = context.getImageData(0, 0, width, height)
    const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(brightness(data), width, height)))
    return found(() => squares.decode(bitmap)) ?? found(() => bars.decode(bitmap, hints))
  }
}

/** The brightness of each pixel, in a byte; green counts twice. */
function brightness(pixels: Uint8ClampedArray): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(pixels.length / 4)
  for (let place = 0; place < bytes.length; place += 1) {
    const [red = 0, green = 0, blue = 0] = [pixels[place * 4], pixels[place * 4 + 1], pixels[place * 4 + 2]]
    bytes[place] = (red + 2 * green + blue) / 4
  }
  return bytes
}

/** The library throws where a picture has no code. */
function found(decode: () => Readonly<{ getText(): string }>): string | undefined {
  try {
    return decode().getText()
  } catch (error) {
    if (error instanceof Exception) return undefined
    throw error
  }
}
