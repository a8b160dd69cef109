import { brand } from '#browser-scripts'
import { html } from './html.ts'

/** The icon of a page, in its head. */
export const iconLink = html`<link rel="icon" href="${brand.markUrl}">`

/** The mark before the product's name. */
export const markImage = html`<img src="${brand.markUrl}" alt="" width="24" height="24">`

/** The product's name. */
export const productName = brand.name
