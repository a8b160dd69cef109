import type { Text } from '@yaoquan/api'

/** One HTTP request to the router or an upload, as the transport hands it over. */
export type IncomingCall = Readonly<{
  verb: string
  /** Normalised: one path for every spelling of the request target. */
  path: '/router/rest' | '/router/batch' | '/upload/coupons'
  queryString: string
  contentType: string | undefined
  body: Uint8Array
  ip: string
  /** In which a sandbox explains a wrong signature; absent: Chinese. */
  language?: keyof Text
  /** Header `top-api-separator` of a batch. */
  batchSeparator: string | undefined
}>

/** The answer, always with HTTP status 200. */
export type Answer = Readonly<{
  body: Uint8Array
  contentType: string
  /** Whether an app's signature was verified, whatever the call's outcome: its address counts as proven. */
  isProven: boolean
  /** A sandbox ends the connection instead of answering. */
  isLost?: boolean
}>
