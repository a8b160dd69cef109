import { palettes } from './tokens.ts'

const { accent, onAccent } = palettes.light

/** The mark of the product as an SVG image: a coupon with a cross. */
export const markSvg = [
  '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 32 32">',
  `<rect width="32" height="32" rx="7" fill="${accent}"/>`,
  `<path d="M6 10h20v4a2 2 0 0 0 0 4v4H6v-4a2 2 0 0 0 0-4z" fill="${onAccent}"/>`,
  `<path d="M16 12.5v7M12.5 16h7" stroke="${accent}" stroke-width="2.4" stroke-linecap="round"/>`,
  '</svg>',
].join('')

/** The mark as the address of an image: the icon of every page, and what stands before the name. */
export const markUrl: string = `data:image/svg+xml,${encodeURIComponent(markSvg)}`

export const productName = { zh: '药券', en: 'Yaoquan' } as const
