import { holdsMobile } from '@yaoquan/api'
import { type Parameter, textParameter } from './search-state.ts'

/** Order numbers that contain a phone. Their index is their key in URLs. A reload empties the list. */
const hidden: string[] = []

/** An order number. If it contains a phone, the URL gets a short key instead (`~0`), and only this page knows which order it means. */
export const orderParameter: Parameter<string | undefined> = {
  read(text) {
    const place = /^~(\d{1,6})$/.exec(text ?? '')?.[1]
    return place === undefined ? textParameter.read(text) : hidden[Number(place)]
  },
  write(value) {
    if (value === undefined || !holdsMobile(value)) return textParameter.write(value)
    const known = hidden.indexOf(value)
    return `~${known === -1 ? hidden.push(value) - 1 : known}`
  },
}
