import { crc32c } from './crc32c.js'

/** What TensorFlow does to a check sum that is stored beside the data it is of. */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0

/**
 * Frames one record as in TensorFlow's files: length, check sum of the length, data, check sum of the data.
 *
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export const tfRecord = (data: Uint8Array): Uint8Array => {
  const record = Buffer.alloc(data.length + 16)
  record.writeBigUInt64LE(BigInt(data.length), 0)
  record.writeUInt32LE(masked(crc32c(record.subarray(0, 8))), 8)
  record.set(data, 12)
  record.writeUInt32LE(masked(crc32c(data)), data.length + 12)
  return record
}
