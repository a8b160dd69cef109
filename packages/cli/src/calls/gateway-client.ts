import { TopClient, type TopClientOptions } from '@yaoquan/client'
import { language } from '#terminal/output'

/** The client of a command: it asks for the texts of answers in the language of the terminal, whatever that of the app is. */
export function gatewayClient(options: TopClientOptions): TopClient {
  return new TopClient({
    ...options,
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, 'x-yaoquan-language': language } }),
  })
}
