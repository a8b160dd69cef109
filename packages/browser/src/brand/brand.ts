import { markUrl, productName } from './mark.ts'
import { tokenStyle } from './tokens.ts'

/** The parts of the brand that pages written by the server need. */
export type Brand = Readonly<{
  /** Custom properties, the first part of the style sheet of every page. */
  tokenStyle: string
  /** Address of the mark as an image. */
  markUrl: string
  name: Readonly<Record<'zh' | 'en', string>>
}>

/** The brand as data, which the build writes into the published package. */
export const brand: Brand = { tokenStyle: tokenStyle(), markUrl, name: productName }
