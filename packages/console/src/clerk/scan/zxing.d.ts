// What is used of @zxing/library, whose parts are imported by their paths to keep the decoder small.

declare module '@zxing/library/esnext/core/BarcodeFormat.js' {
  enum BarcodeFormat {
    CODE_39 = 2,
    CODE_128 = 4,
    EAN_13 = 7,
    ITF = 8,
  }
  export default BarcodeFormat
}

declare module '@zxing/library/esnext/core/DecodeHintType.js' {
  enum DecodeHintType {
    POSSIBLE_FORMATS = 2,
    TRY_HARDER = 3,
  }
  export default DecodeHintType
}

declare module '@zxing/library/esnext/core/Exception.js' {
  export default class Exception extends Error {}
}

declare module '@zxing/library/esnext/core/RGBLuminanceSource.js' {
  /** A picture of one byte for each pixel, its brightness. */
  export default class RGBLuminanceSource {
    constructor(brightness: Uint8ClampedArray, width: number, height: number)
  }
}

declare module '@zxing/library/esnext/core/common/HybridBinarizer.js' {
  import type RGBLuminanceSource from '@zxing/library/esnext/core/RGBLuminanceSource.js'
  export default class HybridBinarizer {
    constructor(source: RGBLuminanceSource)
  }
}

declare module '@zxing/library/esnext/core/BinaryBitmap.js' {
  import type HybridBinarizer from '@zxing/library/esnext/core/common/HybridBinarizer.js'
  export default class BinaryBitmap {
    constructor(binarizer: HybridBinarizer)
  }
}

declare module '@zxing/library/esnext/core/oned/MultiFormatOneDReader.js' {
  import type BinaryBitmap from '@zxing/library/esnext/core/BinaryBitmap.js'
  import type DecodeHintType from '@zxing/library/esnext/core/DecodeHintType.js'
  export default class MultiFormatOneDReader {
    constructor(hints: ReadonlyMap<DecodeHintType, unknown>)
    decode(picture: BinaryBitmap, hints: ReadonlyMap<DecodeHintType, unknown>): Readonly<{ getText(): string }>
  }
}

declare module '@zxing/library/esnext/core/qrcode/QRCodeReader.js' {
  import type BinaryBitmap from '@zxing/library/esnext/core/BinaryBitmap.js'
  export default class QRCodeReader {
    decode(picture: BinaryBitmap): Readonly<{ getText(): string }>
  }
}
