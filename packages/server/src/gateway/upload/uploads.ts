import type { GatewayDependencies } from '#gateway/gateway-dependencies'
import type { CouponUpload } from '#methods/yaoquan.coupon.upload'
import {
  type NotTaken,
  type OpenedUpload,
  openUpload,
  type RefusedUpload,
  refuseUpload,
  type UploadHead,
} from './open-upload.ts'
import { type RunningUpload, runUpload } from './run-upload.ts'

/** Uploads from their head to the last line of their answer. */
export interface Uploads {
  /** Checks who uploads and whether it may; the body is not read. */
  open(head: UploadHead): Promise<OpenedUpload | RefusedUpload>
  /** Stores the body and yields the lines of the answer; the last is a summary. */
  run(upload: RunningUpload): AsyncGenerator<string, void, undefined>
  refuse(notTaken: NotTaken): RefusedUpload
}

export function createUploads(gateway: GatewayDependencies, upload: CouponUpload): Uploads {
  return {
    open: (head) => openUpload(head, { gateway, upload }),
    run: (running) => runUpload(running, gateway),
    refuse: (notTaken) => refuseUpload(notTaken, { gateway, upload }),
  }
}
