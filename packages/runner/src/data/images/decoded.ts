/** An image as bytes in rows, pixels and channels. */
export interface Decoded {
  readonly shape: readonly [height: number, width: number, channels: number]
  readonly values: Uint8Array
  /** Height and width of the file, before it was brought to another size. */
  readonly original: readonly [height: number, width: number]
}
