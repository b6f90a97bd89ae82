/** Castagnoli's polynomial, its bits reversed. */
const polynomial = 0x82f63b78

const remainderOf = (byte: number): number => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0)
  return remainder
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => remainderOf(byte))

/** The check sum CRC-32C, which TensorFlow's files use where gzip uses CRC-32. RFC 3720, appendix B.4. */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 0xff] as number)
  return ~crc >>> 0
}
