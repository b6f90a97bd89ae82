import type { WindowInfo } from '../window.js'

/** The zeros around an output's gradient that let a flipped kernel of stride 1 reach every input. */
export function reachPadding(info: WindowInfo): [number, number][] {
  const top = info.effectiveFilterHeight - 1 - info.padInfo.top
  const left = info.effectiveFilterWidth - 1 - info.padInfo.left
  const bottom = info.inHeight - info.outHeight + info.padInfo.top
  const right = info.inWidth - info.outWidth + info.padInfo.left
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]
}
